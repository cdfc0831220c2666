package rasl.contact;

import java.util.Arrays;
import java.util.List;

/** What people in the demo's countries are called, and where they live. */
final class DemoNames {
  /** A name as it is written at home, and in Latin letters for an email address. */
  record Name(String own, String latin) {}

  /**
   * Where numbers begin with {@code prefix} and seven digits follow.
   *
   * @param people whose names are usual there
   */
  record Place(String prefix, People people, List<String> cities) {}

  /** Names that go together. */
  record People(List<Name> first, List<Name> last) {}

  private static final People ARAB =
      new People(
          names(
              "محمد Mohammed",
              "أحمد Ahmed",
              "عبدالله Abdullah",
              "خالد Khalid",
              "سارة Sara",
              "نورة Noura",
              "فاطمة Fatima",
              "مريم Mariam",
              "يوسف Yousef",
              "عمر Omar",
              "علي Ali",
              "حسن Hassan",
              "ليلى Layla",
              "هند Hind",
              "ريم Reem",
              "سلطان Sultan",
              "فيصل Faisal",
              "عائشة Aisha",
              "زينب Zainab",
              "إبراهيم Ibrahim",
              "منى Mona",
              "دانة Dana",
              "ماجد Majed",
              "طارق Tariq",
              "رانيا Rania",
              "سلمى Salma",
              "كريم Karim",
              "هالة Hala"),
          names(
              "القحطاني Alqahtani",
              "العتيبي Alotaibi",
              "الحربي Alharbi",
              "الشمري Alshammari",
              "الزهراني Alzahrani",
              "الغامدي Alghamdi",
              "المطيري Almutairi",
              "الدوسري Aldosari",
              "حداد Haddad",
              "خوري Khoury",
              "منصور Mansour",
              "صالح Saleh",
              "المصري Almasri",
              "النجار Alnajjar",
              "الهاشمي Alhashimi",
              "عبدالرحمن Abdulrahman",
              "سليمان Suleiman",
              "يعقوب Yaqoub",
              "فارس Fares",
              "شاهين Shaheen",
              "درويش Darwish",
              "قاسم Qasim"));
  private static final People ENGLISH =
      new People(
          names(
              "Oliver", "Amelia", "Jack", "Isla", "Harry", "Emily", "George", "Ava", "Noah",
              "Grace", "Freya", "Leo", "Poppy", "Arthur", "Ella", "Thomas", "Ruby", "James"),
          names(
              "Smith",
              "Jones",
              "Taylor",
              "Brown",
              "Williams",
              "Wilson",
              "Johnson",
              "Davies",
              "Patel",
              "Wright",
              "Walker",
              "Thompson",
              "White",
              "Edwards",
              "Green",
              "Lewis"));
  private static final People GERMAN =
      new People(
          names(
              "Jürgen Juergen",
              "Anna",
              "Lukas",
              "Lena",
              "Felix",
              "Marie",
              "Jörg Joerg",
              "Sophie",
              "Paul",
              "Hannah",
              "Maximilian",
              "Greta",
              "Jonas",
              "Katharina",
              "Stefan",
              "Ute"),
          names(
              "Müller Mueller",
              "Schmidt",
              "Schneider",
              "Fischer",
              "Weber",
              "Meyer",
              "Wagner",
              "Becker",
              "Schäfer Schaefer",
              "Köhler Koehler",
              "Krüger Krueger",
              "Vogel"));
  private static final People INDIAN =
      new People(
          names(
              "Aarav", "Priya", "Rohan", "Ananya", "Vikram", "Neha", "Arjun", "Kavya", "Rahul",
              "Meera", "Sanjay", "Divya", "Imran", "Fatima", "Deepak", "Lakshmi"),
          names(
              "Sharma", "Patel", "Reddy", "Iyer", "Khan", "Singh", "Gupta", "Nair", "Mehta", "Das",
              "Joshi", "Rao", "Pillai", "Chopra"));
  private static final People TURKISH =
      new People(
          names(
              "Mehmet",
              "Ayşe Ayse",
              "Mustafa",
              "Elif",
              "Emre",
              "Zeynep",
              "Burak",
              "Çağla Cagla",
              "Hüseyin Huseyin",
              "Özge Ozge",
              "Can",
              "Defne"),
          names(
              "Yılmaz Yilmaz",
              "Kaya",
              "Demir",
              "Şahin Sahin",
              "Çelik Celik",
              "Yıldız Yildiz",
              "Öztürk Ozturk",
              "Aydın Aydin",
              "Arslan",
              "Doğan Dogan"));

  private static final List<String> SAUDI =
      List.of("Riyadh", "Jeddah", "Dammam", "Makkah", "Madinah", "Khobar", "Abha", "Tabuk");
  private static final List<String> EMIRATES = List.of("Dubai", "Abu Dhabi", "Sharjah", "Ajman");
  private static final List<String> EGYPT = List.of("Cairo", "Giza", "Alexandria", "Mansoura");

  /** As often as a place stands here, so common are its people. */
  static final List<Place> PLACES =
      List.of(
          new Place("96650", ARAB, SAUDI),
          new Place("96653", ARAB, SAUDI),
          new Place("96654", ARAB, SAUDI),
          new Place("96655", ARAB, SAUDI),
          new Place("96656", ARAB, SAUDI),
          new Place("96659", ARAB, SAUDI),
          new Place("97150", ARAB, EMIRATES),
          new Place("97155", INDIAN, EMIRATES),
          new Place("97152", ENGLISH, EMIRATES),
          new Place("20100", ARAB, EGYPT),
          new Place("20111", ARAB, EGYPT),
          new Place("20122", ARAB, EGYPT),
          new Place("96279", ARAB, List.of("Amman", "Irbid", "Zarqa")),
          new Place("9655", ARAB, List.of("Kuwait City", "Hawalli")),
          new Place("9743", ARAB, List.of("Doha", "Al Rayyan")),
          new Place("90532", TURKISH, List.of("İstanbul", "Ankara", "İzmir")),
          new Place("21266", ARAB, List.of("Casablanca", "Rabat", "Marrakech")),
          new Place("491511", GERMAN, List.of("Berlin", "Hamburg", "München", "Köln")),
          new Place("44740", ENGLISH, List.of("London", "Manchester", "Leeds", "Bristol")),
          new Place("91987", INDIAN, List.of("Mumbai", "Delhi", "Hyderabad", "Kochi")));

  static final List<String> COMPANIES =
      List.of(
          "Al Noor Trading",
          "Blue Palm Logistics",
          "مؤسسة الأفق",
          "شركة النخبة للتقنية",
          "Desert Rose Travel",
          "Pearl Dental",
          "Green Valley Foods",
          "مجموعة الريادة",
          "Falcon Motors",
          "Saffron Kitchen",
          "Cedar Interiors",
          "مصنع الخليج للأثاث",
          "Northgate Studios",
          "Oasis Fitness",
          "Crescent Pharmacy",
          "Lighthouse Academy");

  private DemoNames() {}

  private static List<Name> names(String... written) {
    return Arrays.stream(written)
        .map(text -> text.split(" ", 2))
        .map(parts -> new Name(parts[0], parts[parts.length - 1]))
        .toList();
  }
}
