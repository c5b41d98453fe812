package cn.zhenglu.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.TryLater;
import cn.zhenglu.seal.ses.SesSignature;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class SealerTest {

    @TempDir
    private static Path folder;
    private static SealBench bench;
    private static Instant now;
    private static Sealer sealer;

    @BeforeAll
    static void seals() {
        bench = new SealBench(folder);
        now = bench.provider().seal("fuzhou").orElseThrow().validFrom().plus(Duration.ofDays(1)).plusMillis(345);
        sealer = sealerAt(now);
    }

    @Test
    void adds_the_signature_and_leaves_every_other_file_as_it_was() throws Exception {
        Map<String, byte[]> files = SampleOfd.files();
        LicenceDocument draft = SealBench.draft("fuzhou", SampleOfd.zip(files));
        byte[] before = draft.ofd().clone();

        LicenceDocument sealed = sealer.seal(draft);

        assertThat(draft.ofd()).isEqualTo(before);
        assertThat(sealed.submission()).isSameAs(draft.submission());
        Map<String, byte[]> after = SampleOfd.unzip(sealed.ofd());
        assertThat(after.keySet()).containsExactly("OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml",
                "Doc_0/Res/字体.ttf", "Doc_0/Signs/Sign_0/Seal.esl", "Doc_0/Signs/Signatures.xml",
                "Doc_0/Signs/Sign_0/Signature.xml", "Doc_0/Signs/Sign_0/SignedValue.dat");
        files.remove("OFD.xml");
        files.forEach((name, content) -> assertThat(after.get(name)).as(name).isEqualTo(content));
    }

    @Test
    void copies_what_does_not_change_without_compressing_it_again() throws Exception {
        byte[] draft = SampleOfd.zip(SampleOfd.files());
        assertThat(raw(sealer.seal(SealBench.draft("fuzhou", draft)).ofd(), "Doc_0/Res/字体.ttf"))
                .isEqualTo(raw(draft, "Doc_0/Res/字体.ttf"));
    }

    @Test
    void announces_the_signatures_at_the_end_of_the_document_body() throws Exception {
        Element body = (Element) xml(sealed("fuzhou"), "OFD.xml").getFirstChild();
        assertThat(children(body)).containsExactly("DocInfo", "DocRoot", "Signatures");
        assertThat(body.getLastChild().getTextContent()).isEqualTo("/Doc_0/Signs/Signatures.xml");
        Element list = xml(sealed("fuzhou"), "Doc_0/Signs/Signatures.xml");
        assertThat(children(list)).containsExactly("MaxSignId", "Signature");
        Element signature = (Element) list.getLastChild();
        assertThat(signature.getAttribute("ID")).isEqualTo("s001");
        assertThat(signature.getAttribute("BaseLoc")).isEqualTo("/Doc_0/Signs/Sign_0/Signature.xml");
    }

    @Test
    void describes_the_signature_in_the_order_of_the_standard() throws Exception {
        Element signature = xml(sealed("fuzhou"), "Doc_0/Signs/Sign_0/Signature.xml");
        assertThat(children(signature)).containsExactly("SignedInfo", "SignedValue");
        Element info = (Element) signature.getFirstChild();
        assertThat(children(info))
                .containsExactly("Provider", "SignatureMethod", "SignatureDateTime", "References", "StampAnnot", "Seal");
        assertThat(info.getChildNodes().item(1).getTextContent()).isEqualTo("1.2.156.10197.1.501");
        assertThat(((Element) info.getChildNodes().item(3)).getAttribute("CheckMethod")).isEqualTo("1.2.156.10197.1.401");
        Element stamp = (Element) info.getChildNodes().item(4);
        assertThat(stamp.getAttribute("ID")).doesNotMatch("[0-9].*");
        assertThat(stamp.getAttribute("PageRef")).isEqualTo("7");
        assertThat(stamp.getAttribute("Boundary")).isEqualTo("140 205.5 42 42");
    }

    @Test
    void signs_at_the_time_of_the_clock_in_whole_seconds() throws Exception {
        Map<String, byte[]> files = SampleOfd.unzip(sealed("fuzhou"));
        Instant expected = now.minusMillis(345);
        assertThat(SesSignature.parse(files.get("Doc_0/Signs/Sign_0/SignedValue.dat")).tbs().time()).isEqualTo(expected);
        String digits = expected.toString().replaceAll("[-:T]", "");
        assertThat(new String(files.get("Doc_0/Signs/Sign_0/Signature.xml"), StandardCharsets.UTF_8))
                .contains(">" + digits + "<");
    }

    @Test
    void every_department_signs_with_its_own_seal() throws Exception {
        assertThat(signature("fuzhou").tbs().seal().info().property().name()).isEqualTo("福建省住房和城乡建设厅行政审批专用章(01)");
        assertThat(signature("xiamen").tbs().seal().info().property().name()).isEqualTo("福建省住房和城乡建设厅行政审批专用章(02)");
        assertThat(signature("xiamen").certificate()).isNotEqualTo(signature("fuzhou").certificate());
    }

    @Test
    void the_seal_in_the_signature_is_the_makers_file_byte_for_byte() throws Exception {
        byte[] file = Files.readAllBytes(Path.of(bench.properties.get("zhenglu.seals.fuzhou.seal")));
        assertThat(signature("fuzhou").tbs().seal().encoded()).isEqualTo(file);
    }

    @Test
    void the_signature_holds_over_signature_xml_which_holds_over_every_other_file() throws Exception {
        Map<String, byte[]> files = SampleOfd.unzip(sealed("fuzhou"));
        SesSignature signature = SesSignature.parse(files.get("Doc_0/Signs/Sign_0/SignedValue.dat"));
        Signature sm2 = Signature.getInstance("SM3withSM2", BouncyCastle.PROVIDER);
        sm2.initVerify(bench.provider().seal("fuzhou").orElseThrow().certificate().getPublicKey());
        sm2.update(signature.tbs().encoded());
        assertThat(sm2.verify(signature.signature())).isTrue();
        assertThat(signature.tbs().dataHash()).isEqualTo(sm3(files.get("Doc_0/Signs/Sign_0/Signature.xml")));
        assertThat(signature.tbs().propertyInfo()).isEqualTo("/Doc_0/Signs/Sign_0/Signature.xml");

        String xml = new String(files.get("Doc_0/Signs/Sign_0/Signature.xml"), StandardCharsets.UTF_8);
        files.keySet().removeAll(List.of("Doc_0/Signs/Signatures.xml",
                "Doc_0/Signs/Sign_0/Signature.xml", "Doc_0/Signs/Sign_0/SignedValue.dat"));
        assertThat(xml.split("<ofd:Reference ")).hasSize(files.size() + 1);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(xml).contains("FileRef=\"/" + file.getKey() + "\"><ofd:CheckValue>"
                    + Base64.getEncoder().encodeToString(sm3(file.getValue())) + "<");
        }
    }

    @Test
    void licences_wait_when_the_seal_has_expired() {
        assertThatExceptionOfType(SealUnavailable.class)
                .isThrownBy(() -> sealerAt(now.plus(Duration.ofDays(3 * 366))).seal(draft("fuzhou")))
                .withMessageContaining("福州市城乡建设局的印章「fuzhou」不可用：已于").withMessageContaining("过期")
                .satisfies(unavailable -> {
                    assertThat(unavailable).isInstanceOf(TryLater.class);
                    assertThat(unavailable.after()).isBetween(Duration.ofMinutes(1), Duration.ofHours(1));
                    assertThat(unavailable.seal()).isEqualTo("fuzhou");
                    assertThat(unavailable.department()).isEqualTo("福州市城乡建设局");
                });
    }

    @Test
    void licences_wait_when_the_seal_is_not_yet_valid() {
        assertThatExceptionOfType(SealUnavailable.class)
                .isThrownBy(() -> sealerAt(now.minus(Duration.ofDays(2))).seal(draft("fuzhou")))
                .withMessageContaining("尚未生效");
    }

    @Test
    void a_seal_is_good_until_its_very_last_second() {
        Instant last = bench.provider().seal("fuzhou").orElseThrow().validUntil();
        assertThat(sealerAt(last).seal(draft("fuzhou")).ofd()).isNotEmpty();
        assertThatThrownBy(() -> sealerAt(last.plusSeconds(1)).seal(draft("fuzhou"))).isInstanceOf(SealUnavailable.class);
    }

    @Test
    void licences_wait_when_the_department_has_no_seal_and_others_go_on() {
        Department ningde = new Department("ningde", "350900", "宁德市住房和城乡建设局", "ningde");
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        Sealer withNingde = new Sealer(bench.provider(), SealBench.judge(bench.provider(), clock),
                List.of(SealBench.FUZHOU, ningde), clock);
        assertThatThrownBy(() -> withNingde.seal(draft("ningde"))).isInstanceOf(SealUnavailable.class)
                .hasMessageContaining("宁德市住房和城乡建设局的印章「ningde」不可用：未在 zhenglu.seals 中配置");
        assertThat(withNingde.seal(draft("fuzhou")).ofd()).isNotEmpty();
    }

    @Test
    void asks_for_no_code_while_the_seal_cannot_be_used() {
        LicenceDocument draft = draft("fuzhou");
        assertThat(sealer.ready(draft.submission())).isSameAs(draft.submission());
        assertThatThrownBy(() -> sealerAt(now.plus(Duration.ofDays(3 * 366))).ready(draft.submission()))
                .isInstanceOf(SealUnavailable.class);
        assertThatThrownBy(() -> sealer.ready(draft("atlantis").submission())).isInstanceOf(NeedsPerson.class);
    }

    @Test
    void an_unknown_department_needs_a_person() {
        assertThatExceptionOfType(NeedsPerson.class).isThrownBy(() -> sealer.seal(draft("atlantis")))
                .withMessageContaining("「atlantis」")
                .satisfies(problem -> assertThat(problem.problems().get(0).code()).isEqualTo("department.unknown"));
        assertThatExceptionOfType(NeedsPerson.class).isThrownBy(() -> sealer.seal(draft(null)));
    }

    @Test
    void refuses_to_seal_twice() {
        LicenceDocument sealed = sealer.seal(draft("fuzhou"));
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(sealed))
                .withMessageContaining("already sealed");
    }

    @Test
    void refuses_two_entries_of_one_name() throws Exception {
        SeekableInMemoryByteChannel bytes = new SeekableInMemoryByteChannel();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : SampleOfd.files().entrySet()) {
                put(zip, file.getKey(), file.getValue());
            }
            put(zip, "Doc_0/Document.xml", SampleOfd.utf8(SampleOfd.DOCUMENT));
        }
        byte[] twice = Arrays.copyOf(bytes.array(), (int) bytes.size());
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(SealBench.draft("fuzhou", twice)))
                .withMessageContaining("two entries named Doc_0/Document.xml");
    }

    @Test
    void refuses_names_that_lead_out_of_the_package() {
        for (String name : List.of("../evil", "/evil", "Doc_0/x\\..\\evil", "Doc_0/../../evil")) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> sealer.seal(with(name, "x")))
                    .withMessageContaining("unsafe name");
        }
    }

    @Test
    void refuses_document_type_declarations() {
        String main = SampleOfd.MAIN.replace("?>", "?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>");
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(with("OFD.xml", main)))
                .withMessageContaining("DOCTYPE");
    }

    @Test
    void refuses_a_page_that_is_not_there() {
        String empty = SampleOfd.DOCUMENT.replaceAll("<ofd:Page ID[^>]*>", "");
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(with("Doc_0/Document.xml", empty)))
                .withMessageContaining("no page 1");
    }

    @Test
    void finds_the_document_wherever_it_lies() throws Exception {
        Map<String, byte[]> files = SampleOfd.files();
        files.put("OFD.xml", SampleOfd.utf8(SampleOfd.MAIN.replace("Doc_0/", "/Doc_1/")));
        files.put("Doc_1/Document.xml", files.remove("Doc_0/Document.xml"));
        byte[] sealed = sealer.seal(SealBench.draft("fuzhou", SampleOfd.zip(files))).ofd();
        assertThat(SampleOfd.unzip(sealed)).containsKey("Doc_1/Signs/Sign_0/SignedValue.dat");
    }

    private static Sealer sealerAt(Instant moment) {
        return bench.sealer(Clock.fixed(moment, ZoneOffset.UTC));
    }

    private static LicenceDocument draft(String department) {
        return with(department, SampleOfd.files());
    }

    private static LicenceDocument with(String name, String content) {
        Map<String, byte[]> files = SampleOfd.files();
        files.put(name, SampleOfd.utf8(content));
        return with("fuzhou", files);
    }

    private static LicenceDocument with(String department, Map<String, byte[]> files) {
        return SealBench.draft(department, SampleOfd.zip(files));
    }

    private static byte[] sealed(String department) {
        return sealer.seal(draft(department)).ofd();
    }

    private static SesSignature signature(String department) throws Exception {
        return SesSignature.parse(SampleOfd.unzip(sealed(department)).get("Doc_0/Signs/Sign_0/SignedValue.dat"));
    }

    private static Element xml(byte[] ofd, String name) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        byte[] part = SampleOfd.unzip(ofd).get(name);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(part)).getDocumentElement();
    }

    private static List<String> children(Element parent) {
        List<String> names = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            names.add(child.getLocalName());
        }
        return names;
    }

    private static byte[] sm3(byte[] content) throws Exception {
        return MessageDigest.getInstance("SM3", BouncyCastle.PROVIDER).digest(content);
    }

    private static byte[] raw(byte[] ofd, String name) throws Exception {
        try (ZipFile zip = ZipFile.builder().setByteArray(ofd).get()) {
            return zip.getRawInputStream(zip.getEntry(name)).readAllBytes();
        }
    }

    private static void put(ZipArchiveOutputStream zip, String name, byte[] content) throws Exception {
        zip.putArchiveEntry(new ZipArchiveEntry(name));
        zip.write(content);
        zip.closeArchiveEntry();
    }
}
