package cn.zhenglu.document;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules of the schemas of GB/T 33190-2016 (appendix A) for every element that we write: which children in which
 * order, which attributes, which of them must be there. The schemas themselves are part of the standard's text and
 * are not copied here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StructureTest {

    private static final String NAMESPACE = "http://www.ofdspec.org/2016";

    /** Children in the order of the schema; {@code !} marks those that must be there. */
    private static final Map<String, List<String>> CHILDREN = Map.ofEntries(
            entry("OFD", List.of("DocBody!")),
            entry("DocBody", List.of("DocInfo!", "DocRoot!", "Versions", "Signatures")),
            entry("DocInfo", List.of("DocID!", "Title", "Author", "Subject", "Abstract", "CreationDate", "ModDate", "DocUsage", "Cover",
                    "Keywords", "Creator", "CreatorVersion", "CustomDatas")),
            entry("CustomDatas", List.of("CustomData!")),
            entry("Document", List.of("CommonData!", "Pages!", "Outlines", "Permissions", "Actions", "VPreferences", "Bookmarks",
                    "Annotations", "CustomTags", "Attachments", "Extensions")),
            entry("CommonData", List.of("MaxUnitID!", "PageArea!", "PublicRes", "DocumentRes", "TemplatePage", "DefaultCS")),
            entry("PageArea", List.of("PhysicalBox!", "ApplicationBox", "ContentBox", "BleedBox")),
            entry("Pages", List.of("Page!")),
            entry("Page", List.of("Template", "PageRes", "Area", "Content", "Actions")),
            entry("Area", List.of("PhysicalBox!", "ApplicationBox", "ContentBox", "BleedBox")),
            entry("Content", List.of("Layer!")),
            entry("TextObject", List.of("Actions", "Clips", "FillColor", "StrokeColor", "CGTransform", "TextCode!")),
            entry("PathObject", List.of("Actions", "Clips", "StrokeColor", "FillColor", "AbbreviatedData!")),
            entry("Res", List.of("Fonts", "MultiMedias")),
            entry("Fonts", List.of("Font!")),
            entry("Font", List.of("FontFile")),
            entry("Attachments", List.of("Attachment")),
            entry("Attachment", List.of("FileLoc!")));

    private static final String GRAPHIC = "ID! Boundary! Name Visible CTM DrawParam LineWidth Cap Join MiterLimit DashOffset "
            + "DashPattern Alpha ";

    private static final Map<String, String> ATTRIBUTES = Map.ofEntries(
            entry("OFD", "Version! DocType!"),
            entry("CustomData", "Name!"),
            entry("TemplatePage", "ID! Name ZOrder BaseLoc!"),
            entry("Pages/Page", "ID! BaseLoc!"),
            entry("Template", "TemplateID! ZOrder"),
            entry("Layer", "ID! Type DrawParam"),
            entry("TextObject", GRAPHIC + "Font! Size! Stroke Fill HScale ReadDirection CharDirection Weight Italic"),
            entry("PathObject", GRAPHIC + "Stroke Fill Rule"),
            entry("TextCode", "X Y DeltaX DeltaY"),
            entry("FillColor", "Value Index ColorSpace Alpha"),
            entry("StrokeColor", "Value Index ColorSpace Alpha"),
            entry("Res", "BaseLoc!"),
            entry("Font", "ID! FontName! FamilyName Charset Italic Bold Serif FixedWidth"),
            entry("Attachment", "ID! Name! Format CreationDate ModDate Size Visible Usage"));

    private Map<String, byte[]> files;

    @BeforeAll
    void compose() throws IOException {
        files = SealedSample.unzip(Samples.COMPOSER.compose(
                Samples.submission("𠅤㛃建设（福建）有限公司", "阿卜杜热西提·买买提明", "福州市仓山区")).ofd());
    }

    @Test
    void everyElementHasItsChildrenInTheOrderOfTheSchema() {
        ofdParts().forEach(part -> checkChildren(root(part), part));
    }

    @Test
    void everyElementHasItsRequiredAttributesAndNoOthers() {
        ofdParts().forEach(part -> checkAttributes(root(part), "", part));
    }

    @Test
    void theDocumentIsOfTheStandardsVersionAndKind() {
        Element ofd = root("OFD.xml");

        assertThat(ofd.getAttribute("Version")).isEqualTo("1.0");
        assertThat(ofd.getAttribute("DocType")).isEqualTo("OFD");
        assertThat(text(ofd, "DocID")).matches("[0-9a-f]{32}");
        assertThat(text(ofd, "CreationDate")).matches("\\d{4}-\\d{2}-\\d{2}");
    }

    @Test
    void objectNumbersAreUniqueInThePackageAndNoneIsAboveTheMaximum() {
        Set<Integer> seen = new HashSet<>();
        int most = Integer.parseInt(text(root("Doc_0/Document.xml"), "MaxUnitID"));
        for (String part : ofdParts()) {
            if (!part.endsWith("Attachments.xml")) {
                descendants(root(part)).stream().filter(element -> element.hasAttribute("ID"))
                        .map(element -> Integer.parseInt(element.getAttribute("ID"))).forEach(id -> {
                            assertThat(seen.add(id)).as("number %d in %s is new", id, part).isTrue();
                            assertThat(id).isBetween(1, most);
                        });
            }
        }
    }

    @Test
    void attachmentNumbersAreNames() {
        assertThat(descendants(root("Doc_0/Attachs/Attachments.xml"))).filteredOn(element -> element.hasAttribute("ID"))
                .hasSize(2).allSatisfy(element -> assertThat(element.getAttribute("ID")).matches("[A-Za-z_][\\w.-]*"));
    }

    @Test
    void everyReferenceLeadsToSomethingInThePackageAndNothingIsLeftOver() {
        Set<String> referred = new TreeSet<>(Set.of("OFD.xml"));
        for (String part : ofdParts()) {
            Element root = root(part);
            String base = root.hasAttribute("BaseLoc") ? PackageReader.resolve(part, root.getAttribute("BaseLoc")) + "/" : part;
            for (Element element : descendants(root)) {
                if (element != root && element.hasAttribute("BaseLoc")) {
                    referred.add(PackageReader.resolve(part, element.getAttribute("BaseLoc")));
                }
                if (Set.of("DocRoot", "PublicRes", "DocumentRes", "Attachments", "FileLoc", "FontFile").contains(element.getLocalName())
                        && SafeXml.children(element).isEmpty()) {
                    referred.add(PackageReader.resolve(base, element.getTextContent()));
                }
            }
        }
        assertThat(referred).containsExactlyElementsOf(new TreeSet<>(files.keySet()));
    }

    @Test
    void theAttachedXmlIsValidAgainstItsSchema() throws SAXException, IOException {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(getClass().getResource("/schema/licence.xsd"))
                .newValidator().validate(new StreamSource(new ByteArrayInputStream(files.get("Doc_0/Attachs/licence.xml"))));
    }

    @Test
    void theAttachedJsonHasTheMembersOfItsSchema() throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        JsonNode schema = json.readTree(getClass().getResourceAsStream("/schema/licence.schema.json"));
        JsonNode licence = json.readTree(files.get("Doc_0/Attachs/licence.json"));

        assertThat(schema.get("properties").propertyNames()).containsAll(licence.propertyNames());
        assertThat(licence.propertyNames()).containsAll(schema.get("required").valueStream().map(JsonNode::asString).toList());
        licence.properties().forEach(member -> {
            JsonNode rule = schema.get("properties").get(member.getKey());
            assertThat(member.getValue().asString()).as(member.getKey())
                    .matches(rule.has("pattern") ? rule.get("pattern").asString() : ".+");
        });
    }

    private List<String> ofdParts() {
        return files.keySet().stream().filter(name -> name.endsWith(".xml") && !name.endsWith("licence.xml")).toList();
    }

    private Element root(String part) {
        try {
            return SafeXml.parse(files.get(part)).getDocumentElement();
        } catch (SAXException | IOException broken) {
            throw new AssertionError(part, broken);
        }
    }

    private static void checkChildren(Element element, String part) {
        assertThat(element.getNamespaceURI()).as("namespace in %s", part).isEqualTo(NAMESPACE);
        List<Element> children = SafeXml.children(element);
        List<String> allowed = CHILDREN.get(element.getLocalName());
        if (allowed != null && !"Pages".equals(element.getParentNode().getLocalName())) {
            List<String> order = allowed.stream().map(name -> name.replace("!", "")).toList();
            List<Integer> places = children.stream().map(child -> order.indexOf(child.getLocalName())).toList();
            assertThat(places).as("children of %s in %s", element.getLocalName(), part).doesNotContain(-1).isSorted();
            assertThat(children).extracting(Element::getLocalName).as("children of %s in %s", element.getLocalName(), part)
                    .containsAll(allowed.stream().filter(name -> name.endsWith("!")).map(name -> name.replace("!", "")).toList());
        }
        children.forEach(child -> checkChildren(child, part));
    }

    private static void checkAttributes(Element element, String parent, String part) {
        String rule = ATTRIBUTES.getOrDefault(parent + "/" + element.getLocalName(),
                element.getLocalName().equals("Page") ? "" : ATTRIBUTES.getOrDefault(element.getLocalName(), ""));
        Set<String> allowed = new HashSet<>();
        for (String attribute : rule.split(" ")) {
            allowed.add(attribute.replace("!", ""));
            if (attribute.endsWith("!")) {
                assertThat(element.hasAttribute(attribute.replace("!", ""))).as("%s of %s in %s", attribute, element.getLocalName(), part)
                        .isTrue();
            }
        }
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            if (!"http://www.w3.org/2000/xmlns/".equals(attribute.getNamespaceURI())) {
                assertThat(allowed).as("attributes of %s in %s", element.getLocalName(), part).contains(attribute.getName());
            }
        }
        SafeXml.children(element).forEach(child -> checkAttributes(child, element.getLocalName(), part));
    }

    private static List<Element> descendants(Element root) {
        List<Element> all = new java.util.ArrayList<>(List.of(root));
        SafeXml.children(root).forEach(child -> all.addAll(descendants(child)));
        return all;
    }

    private static String text(Element root, String name) {
        return descendants(root).stream().filter(element -> name.equals(element.getLocalName())).findFirst().orElseThrow().getTextContent();
    }
}
