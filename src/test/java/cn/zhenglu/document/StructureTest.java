package cn.zhenglu.document;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.licence.CertificateType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The structure of GB/T 33190-2016: each part against its schema, and what no schema can say, for it concerns several parts:
 * numbers are unique in the package, and every reference leads somewhere.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StructureTest {

    private static final Path SCHEMAS = Path.of("docs", "schema");

    private Map<String, byte[]> files;

    @BeforeAll
    void compose() throws IOException {
        files = SealedSample.unzip(Samples.COMPOSER.compose(
                Samples.submission("𠅤㛃建设（福建）有限公司", "阿卜杜热西提·买买提明", "福州市仓山区")).ofd());
    }

    @Test
    void everyPartIsValidAgainstTheSchemas() {
        assertThat(OfdSchema.faults(files)).isEmpty();
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

    @ParameterizedTest
    @MethodSource("documents")
    void theAttachedXmlIsValidAgainstTheSchemaOfItsType(CertificateType type, byte[] document) throws SAXException, IOException {
        byte[] attached = SealedSample.unzip(document).get("Doc_0/Attachs/licence.xml");

        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(SCHEMAS.resolve(type.id() + ".xsd").toFile())
                .newValidator().validate(new StreamSource(new ByteArrayInputStream(attached)));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void theAttachedJsonHasTheMembersOfTheSchemaOfItsType(CertificateType type, byte[] document) throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        JsonNode schema = json.readTree(SCHEMAS.resolve(type.id() + ".schema.json"));
        JsonNode licence = json.readTree(SealedSample.unzip(document).get("Doc_0/Attachs/licence.json"));

        assertThat(schema.get("properties").propertyNames()).containsExactlyElementsOf(Stream.of(List.of("certTypeName", "certTypeCode"),
                type.attachment(), List.of("assignedCode")).flatMap(List::stream).toList()).containsAll(licence.propertyNames());
        assertThat(licence.propertyNames()).containsAll(schema.get("required").valueStream().map(JsonNode::asString).toList());
        licence.properties().forEach(member -> {
            JsonNode rule = schema.get("properties").get(member.getKey());
            assertThat(member.getValue().asString()).as(member.getKey())
                    .matches(rule.has("pattern") ? rule.get("pattern").asString() : ".+");
        });
    }

    /** A usual licence, and a specimen of every type. */
    private static Stream<Arguments> documents() {
        return Stream.concat(Stream.of(Arguments.of(Samples.TYPE, Samples.COMPOSER.compose(Samples.usual()).ofd())),
                SafetyLicence.FAMILY.types().stream().map(type -> Arguments.of(type,
                        SpecimenLicence.of(Template.load(Samples.TEMPLATE_FOLDER.resolveSibling(type.template())), type).ofd())));
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

    private static List<Element> descendants(Element root) {
        List<Element> all = new java.util.ArrayList<>(List.of(root));
        SafeXml.children(root).forEach(child -> all.addAll(descendants(child)));
        return all;
    }

    private static String text(Element root, String name) {
        return descendants(root).stream().filter(element -> name.equals(element.getLocalName())).findFirst().orElseThrow().getTextContent();
    }
}
