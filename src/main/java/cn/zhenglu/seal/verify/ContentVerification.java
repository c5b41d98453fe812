package cn.zhenglu.seal.verify;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether a licence of ours says the same thing to people and to machines: the metadata, the text on the pages, the QR symbol and the
 * attached record agree. Signatures cannot show this, for a document that contradicts itself can be sealed like any other.
 */
final class ContentVerification {

    /** Under which name our attached records have the platform's code; others may mean anything by a plain "code". */
    private static final String CODE = "assignedCode";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OfdPackage files;
    private final OfdDocument document;
    private final Limits limits;
    private final Recurring recurring;
    private final Findings findings;
    /** What attached records name as the code. */
    private final Set<String> codes = new HashSet<>();

    ContentVerification(OfdPackage files, OfdDocument document, Limits limits, Recurring recurring, Findings findings) {
        this.files = files;
        this.document = document;
        this.limits = limits;
        this.recurring = recurring;
        this.findings = findings;
    }

    /** @return what the only QR symbol says, or {@code null} */
    String verify() throws Refusal {
        Map<String, List<String>> expected = expected();
        if (expected.isEmpty()) {
            findings.notApplicable(Rule.CONTENT_TEXT, "文件没有证照元数据，不与页面文字比对。");
            findings.notApplicable(Rule.CONTENT_ATTACHMENT, "文件没有证照元数据，不与附件比对。");
            findings.notApplicable(Rule.CONTENT_QR, "文件没有证照元数据，不识读二维码。");
            return null;
        }
        text(expected);
        attachments(expected);
        return qrSymbol();
    }

    /** One symbol, which can be read, and says what the attached records name as the code (赋码), if they name one. */
    private String qrSymbol() throws Refusal {
        QrSymbols symbols = new QrSymbols();
        for (OfdDocument.Page page : document.pages().values()) {
            SafeXml.read(page.path(), files.bytes(page.path()), limits, symbols);
        }
        List<String> contents = symbols.contents();
        if (contents.isEmpty()) {
            findings.notApplicable(Rule.CONTENT_QR, "页面上没有以矢量图形绘制的二维码，未作识读。");
            return null;
        }
        String content = contents.get(0);
        if (contents.size() > 1) {
            findings.failed(Rule.CONTENT_QR, "页面上有 " + contents.size() + " 个二维码，应当至多有一个。");
            return null;
        }
        findings.judge(codes.stream().allMatch(content::equals), Rule.CONTENT_QR,
                "二维码可以识读，共 " + content.length() + " 字" + (codes.isEmpty() ? "。" : "，与附件所载的赋码一致。"),
                "二维码的内容与附件所载的赋码不一致。");
        return content;
    }

    /** Metadata name → the ways in which its value may be written. */
    private Map<String, List<String>> expected() {
        Map<String, List<String>> expected = new LinkedHashMap<>();
        Map<String, String> metadata = document.metadata();
        if (metadata.containsKey(Metadata.CERT_NUM)) {
            Metadata.VALUES.stream().filter(metadata::containsKey).forEach(name -> expected.put(name, List.of(metadata.get(name))));
            Metadata.DATES.stream().filter(metadata::containsKey)
                    .forEach(name -> expected.put(name, Metadata.writings(metadata.get(name))));
        }
        return expected;
    }

    private void text(Map<String, List<String>> expected) throws Refusal {
        List<String> texts = new ArrayList<>();
        for (String path : document.templates()) {
            texts.addAll(recurring.texts(files.digest(path), () -> texts(path)));
        }
        for (OfdDocument.Page page : document.pages().values()) {
            texts.addAll(texts(page.path()));
        }
        String text = squeezed(String.join("", texts));
        List<String> absent = expected.entrySet().stream()
                .filter(entry -> entry.getValue().stream().map(ContentVerification::squeezed).noneMatch(text::contains))
                .map(entry -> entry.getKey() + "“" + entry.getValue().get(0) + "”").toList();
        findings.judge(absent.isEmpty(), Rule.CONTENT_TEXT,
                "页面文字与证照元数据一致。",
                "证照元数据与页面文字不一致，页面上没有：" + String.join("、", absent) + "。");
    }

    private List<String> texts(String path) throws Refusal {
        TextCollector collector = new TextCollector("TextCode");
        SafeXml.read(path, files.bytes(path), limits, collector);
        return collector.texts;
    }

    private void attachments(Map<String, List<String>> expected) throws Refusal {
        List<String> readable = new ArrayList<>();
        if (document.attachments() != null) {
            Element list = SafeXml.tree(document.attachments(), files.bytes(document.attachments()), limits);
            for (Element attachment : SafeXml.children(list, "Attachment")) {
                String loc = SafeXml.text(SafeXml.child(attachment, "FileLoc", Rule.CONTENT_ATTACHMENT));
                String path = OfdLocation.resolve(document.attachments(), loc);
                if (path == null || !files.has(path)) {
                    findings.failed(Rule.CONTENT_ATTACHMENT, "附件“" + loc + "”不在文件中。");
                    return;
                }
                if (path.toLowerCase(Locale.ROOT).matches(".*\\.(json|xml)")) {
                    readable.add(path);
                }
            }
        }
        if (readable.isEmpty()) {
            findings.notApplicable(Rule.CONTENT_ATTACHMENT, "文件没有机器可读的附件。");
            return;
        }
        for (String path : readable) {
            Set<String> values = values(path);
            List<String> absent = expected.entrySet().stream().filter(entry -> entry.getValue().stream().noneMatch(values::contains))
                    .map(entry -> entry.getKey() + "“" + entry.getValue().get(0) + "”").toList();
            if (!absent.isEmpty()) {
                findings.failed(Rule.CONTENT_ATTACHMENT, "证照元数据与附件“" + path + "”不一致，附件中没有：" + String.join("、", absent) + "。");
                return;
            }
        }
        findings.passed(Rule.CONTENT_ATTACHMENT, "附件与证照元数据一致。");
    }

    /** All values in a record, under whatever keys. */
    private Set<String> values(String path) throws Refusal {
        byte[] content = files.bytes(path);
        if (path.toLowerCase(Locale.ROOT).endsWith(".xml")) {
            TextCollector collector = new TextCollector(null);
            SafeXml.read(path, content, limits, collector);
            TextCollector named = new TextCollector(CODE);
            SafeXml.read(path, content, limits, named);
            codes.addAll(named.texts);
            return new HashSet<>(collector.texts);
        }
        Set<String> values = new HashSet<>();
        try (JsonParser parser = JSON.createParser(new ByteArrayInputStream(content))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    values.add(parser.getString());
                    if (CODE.equals(parser.currentName())) {
                        codes.add(parser.getString());
                    }
                }
            }
        } catch (JacksonException e) {
            throw new Refusal(Rule.CONTENT_ATTACHMENT, "附件“" + path + "”不是格式正确的 JSON。", e);
        }
        return values;
    }

    /** Layout puts spaces and line breaks where it needs them. */
    private static String squeezed(String text) {
        return text.replaceAll("[\\s\\u3000\\u00a0]+", "");
    }

    /** The texts of elements of one name, or of all that have no elements inside and of all attributes. */
    private static final class TextCollector extends DefaultHandler {

        private final List<String> texts = new ArrayList<>();
        private final String name;
        private StringBuilder current;

        TextCollector(String name) {
            this.name = name;
        }

        @Override
        public void startElement(String uri, String localName, String qName, Attributes attributes) {
            current = name == null || localName.equals(name) ? new StringBuilder() : null;
            for (int i = 0; name == null && i < attributes.getLength(); i++) {
                texts.add(attributes.getValue(i).strip());
            }
        }

        @Override
        public void characters(char[] text, int start, int length) {
            if (current != null) {
                current.append(text, start, length);
            }
        }

        @Override
        public void endElement(String uri, String localName, String qName) {
            if (current != null) {
                texts.add(current.toString().strip());
                current = null;
            }
        }
    }
}
