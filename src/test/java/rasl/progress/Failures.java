package rasl.progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the reports of a run say of its failures, each with the line that repeats it. */
final class Failures {
  private static final int MOST_WORDS = 600;
  private static final Pattern METHOD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Failures() {}

  /**
   * Reads the reports that were written since a time.
   *
   * @return lines to print
   */
  static List<String> below(Path reports, FileTime since) throws IOException {
    List<String> lines = new ArrayList<>();
    if (!Files.isDirectory(reports)) {
      return lines;
    }
    try (Stream<Path> files = Files.list(reports)) {
      for (Path file : files.filter(Failures::isReport).sorted().toList()) {
        if (Files.getLastModifiedTime(file).compareTo(since) >= 0) {
          lines.addAll(of(file, reports));
        }
      }
    }
    return lines;
  }

  private static boolean isReport(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("TEST-") && name.endsWith(".xml");
  }

  private static List<String> of(Path report, Path reports) throws IOException {
    List<String> lines = new ArrayList<>();
    NodeList cases = parsed(report).getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      var test = (Element) cases.item(i);
      for (String kind : List.of("failure", "error")) {
        NodeList found = test.getElementsByTagName(kind);
        if (found.getLength() > 0) {
          lines.addAll(told(test, (Element) found.item(0), reports));
        }
      }
    }
    return lines;
  }

  private static List<String> told(Element test, Element fault, Path reports) {
    String type = test.getAttribute("classname");
    Matcher method = METHOD.matcher(test.getAttribute("name"));
    boolean named = method.lookingAt() && !method.group().equals("initializationError");
    String selector = named ? type + "#" + method.group() : type;
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("FAILED " + type + (named ? "." + test.getAttribute("name") : ""));
    words(fault).lines().forEach(line -> lines.add("    " + line));
    lines.add("    again: ./rasl test -Dtest=" + selector);
    Path output = reports.resolve(type + "-output.txt");
    if (Files.exists(output)) {
      lines.add("    log:   " + output);
    }
    return lines;
  }

  /** The message, and where in the test it was. */
  private static String words(Element fault) {
    String text = fault.getTextContent().strip();
    int trace = text.indexOf("\n\tat ");
    String message = trace < 0 ? text : text.substring(0, trace).strip();
    if (message.length() > MOST_WORDS) {
      message = message.substring(0, MOST_WORDS) + " …";
    }
    String place =
        text.lines()
            .filter(line -> line.startsWith("\tat rasl.") && line.contains("Test.java:"))
            .findFirst()
            .map(line -> "\n" + line.strip())
            .orElse("");
    return message + place;
  }

  private static Element parsed(Path report) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(report.toFile())
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("cannot read " + report, e);
    }
  }
}
