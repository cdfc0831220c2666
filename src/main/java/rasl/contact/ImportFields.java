package rasl.contact;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.http.PlainText;
import rasl.text.Folding;

/** The fields that a column can stand for, and the headers by which they are known. */
final class ImportFields {
  static final String NAME = "name";
  static final String GROUPS = "groups";
  static final String ASSIGNED = "assigned";

  /** What a header in {@code mapping} may be sent to: nothing. */
  static final String IGNORE = "ignore";

  private static final List<String> PHONES =
      List.of(
          "phone number",
          "mobile",
          "mobile number",
          "mobile no",
          "phone no",
          "phone 1 value",
          "contact number",
          "contact no",
          "mobile phone",
          "cell",
          "cell phone",
          "telephone",
          "tel",
          "whatsapp",
          "whatsapp number",
          "whatsapp no",
          "msisdn",
          "الهاتف",
          "رقم الهاتف",
          "الجوال",
          "رقم الجوال",
          "جوال",
          "هاتف",
          "موبايل",
          "الموبايل",
          "رقم الموبايل",
          "رقم الاتصال",
          "رقم الواتساب",
          "واتساب");

  private static final Map<String, List<String>> HEADERS = headers();
  private static final Map<String, String> BY_HEADER = byHeader();

  private ImportFields() {}

  private static Map<String, List<String>> headers() {
    var known = new LinkedHashMap<String, List<String>>();
    known.put("firstname", List.of("given name", "forename", "الاسم الأول", "الاسم الاول"));
    known.put(
        "lastname",
        List.of("surname", "family name", "الاسم الأخير", "اسم العائلة", "الكنية", "العائلة"));
    known.put(NAME, List.of("full name", "contact", "contact name", "الاسم", "الاسم الكامل"));
    known.put("phone", PHONES);
    addOthers(known);
    return known;
  }

  private static void addOthers(Map<String, List<String>> known) {
    known.put(
        "email",
        List.of(
            "e-mail", "email address", "e-mail 1 value", "mail", "البريد الإلكتروني", "البريد"));
    known.put(
        "company",
        List.of("company name", "organization", "organization name", "organisation", "الشركة"));
    known.put("type", List.of("contact type", "النوع"));
    known.put("status_id", List.of());
    known.put("status", List.of("status name", "الحالة"));
    known.put("source_id", List.of());
    known.put("source", List.of("source name", "lead source", "المصدر"));
    known.put("group_id", List.of("group ids"));
    known.put(GROUPS, List.of("group", "tags", "المجموعات", "المجموعة"));
    known.put("description", List.of("notes", "note", "comment", "comments", "ملاحظات", "الوصف"));
    known.put("city", List.of("town", "المدينة"));
    known.put("state", List.of("province", "region", "المنطقة"));
    known.put("zip", List.of("zip code", "postal code", "postcode", "الرمز البريدي"));
    known.put("address", List.of("street", "street address", "العنوان"));
    known.put("country_id", List.of());
    known.put("assigned_id", List.of());
    known.put(ASSIGNED, List.of("assigned to", "assignee", "owner", "agent", "المسؤول"));
    known.put("is_opted_out", List.of("opted out", "opt out", "unsubscribed"));
  }

  private static Map<String, String> byHeader() {
    var fields = new LinkedHashMap<String, String>();
    HEADERS.forEach(
        (field, names) -> {
          fields.put(key(field), field);
          names.forEach(name -> fields.put(key(Folding.folded(name)), field));
        });
    return Map.copyOf(fields);
  }

  /** All fields, in the order in which they are told. */
  static List<String> all() {
    return List.copyOf(HEADERS.keySet());
  }

  static boolean isKnown(String field) {
    return HEADERS.containsKey(field);
  }

  /** The field that a header names by itself, in any of the ways in which it may be written. */
  static Optional<String> of(String header) {
    return Optional.ofNullable(BY_HEADER.get(key(Folding.folded(header))));
  }

  /** Letters and digits in lower case: {@code First_Name} and {@code first name} are one header. */
  static String key(String header) {
    if (header.length() > PlainText.MOST_COMPARED) {
      return header;
    }
    return PlainText.lower(Normalizer.normalize(header, Normalizer.Form.NFKC))
        .replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
