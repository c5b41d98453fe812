package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.seal.verify.VerificationReport.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages made to harm whoever opens them, or to show different things to different readers. */
class HostilePackageTest {

    private static final byte[] ANYTHING = "anything".getBytes(StandardCharsets.US_ASCII);

    private static VerifierFixture fixture;
    private static Map<String, byte[]> sealed;

    @BeforeAll
    static void makeAuthority(@TempDir Path trust) {
        fixture = new VerifierFixture(trust);
        sealed = fixture.maker().seal();
    }

    @Test
    void the_raw_zip_of_these_tests_is_valid_as_long_as_nobody_tampers_with_it() {
        assertThat(fixture.verifier.verify(RawZip.of(sealed).bytes()).failed()).isEmpty();
    }

    @Test
    void a_truncated_file_is_unreadable_wherever_it_was_cut() {
        byte[] whole = SealedOfdMaker.zip(sealed);
        for (int length = whole.length - 1; length > 4; length -= 97) {
            byte[] cut = Arrays.copyOf(whole, length);
            fixture.assertRefused(cut, Rule.PACKAGE_TRUNCATED);
            assertThat(fixture.verifier.verify(cut).verdict()).isEqualTo(Verdict.UNREADABLE);
        }
    }

    @Test
    void a_file_without_its_beginning_is_refused() {
        byte[] whole = SealedOfdMaker.zip(sealed);
        assertThat(fixture.verifier.verify(Arrays.copyOfRange(whole, 100, whole.length)).valid()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "OFD.xml, OFD.xml",
        "Doc_0/Document.xml, Doc_0/DOCUMENT.XML",
        "Doc_0/Document.xml, doc_0/Document.xml",
        "Doc_0/Document.xml, Doc_0/Ｄocument.xml",
        "Doc_0/Document.xml, Doc_0/Document.xml/"})
    void two_entries_that_some_system_takes_for_one_are_refused(String name, String twin) {
        RawZip zip = RawZip.of(sealed);
        assertThat(zip.entry(name)).isNotNull();
        zip.add(twin, twin.endsWith("/") ? new byte[0] : ANYTHING);
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_DUPLICATE_ENTRY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "\\windows\\system.ini", "C:/windows/system.ini", "c:x"})
    void absolute_paths_are_refused(String name) {
        RawZip zip = RawZip.of(sealed);
        zip.add(name, ANYTHING);
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_ABSOLUTE_PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.xml", "Doc_0/../../evil.xml", "Doc_0/..", "Doc_0\\..\\..\\evil.xml"})
    void paths_that_lead_out_are_refused(String name) {
        RawZip zip = RawZip.of(sealed);
        zip.add(name, ANYTHING);
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_PARENT_PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Doc_0\\evil.xml", "Doc_0//evil.xml", "./evil.xml", "evil\u0000.xml", "evil\u202elmx.xml", "",
        "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v.xml", "Doc_0/evil.xml:stream"})
    void names_that_systems_understand_differently_are_refused(String name) {
        RawZip zip = RawZip.of(sealed);
        zip.add(name, ANYTHING);
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_ILLEGAL_NAME);
    }

    @Test
    void a_second_name_in_an_extra_field_is_refused() {
        RawZip zip = RawZip.of(sealed);
        zip.entry("Doc_0/Document.xml").extra = new byte[] {0x75, 0x70, 6, 0, 1, 0, 0, 0, 0, 'x'};
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_ILLEGAL_NAME);
    }

    @Test
    void a_local_header_with_another_name_is_refused() {
        RawZip zip = RawZip.of(sealed);
        zip.entry(SealedOfdMaker.CONTENT).localName = SealedOfdMaker.CONTENT.replace("Page_0", "Page_9");
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_HEADERS_DISAGREE);
    }

    @Test
    void junk_before_the_zip_is_refused() {
        RawZip zip = RawZip.of(sealed);
        zip.prefix = "%PDF-1.7 another document".getBytes(StandardCharsets.US_ASCII);
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_STRAY_BYTES);
        zip.offsetsKnowPrefix = true;
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_STRAY_BYTES);
    }

    @Test
    void junk_after_between_and_inside_is_refused() {
        RawZip after = RawZip.of(sealed);
        after.suffix = ANYTHING;
        fixture.assertRefused(after.bytes(), Rule.PACKAGE_STRAY_BYTES);
        RawZip between = RawZip.of(sealed);
        between.entry(SealedOfdMaker.CONTENT).before = ANYTHING;
        fixture.assertRefused(between.bytes(), Rule.PACKAGE_STRAY_BYTES);
        RawZip last = RawZip.of(sealed);
        last.beforeDirectory = ANYTHING;
        fixture.assertRefused(last.bytes(), Rule.PACKAGE_STRAY_BYTES);
        RawZip inside = RawZip.of(sealed);
        RawZip.Entry entry = inside.entry(SealedOfdMaker.CONTENT);
        entry.packed = Arrays.copyOf(entry.packed, entry.packed.length + 10);
        fixture.assertRefused(inside.bytes(), Rule.PACKAGE_ENTRY_DATA);
    }

    @Test
    void a_whole_zip_hidden_behind_another_is_refused() {
        RawZip zip = RawZip.of(sealed);
        zip.prefix = SealedOfdMaker.zip(Map.of("OFD.xml", ANYTHING));
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_STRAY_BYTES);
    }

    @Test
    void entries_that_share_their_data_are_refused() {
        RawZip zip = RawZip.of(sealed);
        RawZip.Entry kernel = zip.add("Doc_0/a.dat", new byte[100_000]);
        for (int i = 0; i < 500; i++) {
            zip.add("Doc_0/b" + i + ".dat", new byte[100_000]).sharesDataOf = kernel;
        }
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_OVERLAP);
    }

    @Test
    void a_flat_bomb_is_refused() {
        RawZip zip = RawZip.of(sealed);
        byte[] zeros = new byte[20 << 20];
        zip.add("Doc_0/Res/a.dat", zeros);
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_COMPRESSION_RATIO);
    }

    @Test
    void a_bomb_of_many_moderate_entries_is_refused() {
        RawZip zip = RawZip.of(sealed);
        byte[] zeros = new byte[1 << 20];
        for (int i = 0; i < 100; i++) {
            zip.add("Doc_0/Res/" + i + ".dat", zeros);
        }
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_TOTAL_TOO_LARGE);
    }

    @Test
    void a_nested_bomb_is_refused() {
        byte[] inner = new byte[1 << 20];
        for (int level = 0; level < 5; level++) {
            inner = SealedOfdMaker.zip(Map.of("a.zip", inner, "b.zip", inner));
        }
        RawZip zip = RawZip.of(sealed);
        zip.add("Doc_0/Res/a.dat", inner);
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_NESTED_ARCHIVE);
    }

    @Test
    void a_bomb_that_lies_about_its_size_is_refused() {
        RawZip zip = RawZip.of(sealed);
        RawZip.Entry bomb = zip.add("Doc_0/Res/a.dat", new byte[100 << 20]);
        bomb.size = 1000;
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_ENTRY_DATA);
    }

    @Test
    void two_thousand_tiny_entries_are_refused() {
        RawZip zip = RawZip.of(sealed);
        for (int i = 0; i < 2_000; i++) {
            zip.add("Doc_0/Res/" + i + ".dat", new byte[] {1});
        }
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_TOO_MANY_ENTRIES);
    }

    @Test
    void an_entry_of_300_megabytes_is_refused() {
        RawZip zip = RawZip.of(sealed);
        zip.add("Doc_0/Res/a.dat", ANYTHING).size = 300 << 20;
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_ENTRY_TOO_LARGE);
    }

    @Test
    void a_wrong_checksum_is_refused() {
        RawZip zip = RawZip.of(sealed);
        zip.entry(SealedOfdMaker.CONTENT).crc ^= 1;
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_ENTRY_DATA);
    }

    @Test
    void encrypted_entries_and_unknown_methods_are_refused() {
        RawZip encrypted = RawZip.of(sealed);
        encrypted.entry(SealedOfdMaker.CONTENT).flags |= 1;
        fixture.assertRefused(encrypted.bytes(), Rule.PACKAGE_UNSUPPORTED);
        RawZip bzip2 = RawZip.of(sealed);
        bzip2.entry(SealedOfdMaker.CONTENT).method = 12;
        fixture.assertRefused(bzip2.bytes(), Rule.PACKAGE_UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OFD.xml", "Doc_0/Document.xml", "Doc_0/PublicRes.xml", SealedOfdMaker.CONTENT, "Doc_0/Attachs/Attachments.xml",
        "Doc_0/Attachs/record.xml", SealedOfdMaker.SIGNATURES, SealedOfdMaker.SIGNATURE})
    void an_external_entity_in_any_part_is_refused_and_not_fetched(String path) throws IOException {
        try (ServerSocket bait = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + bait.getLocalPort() + "/";
            SealedOfdMaker maker = fixture.maker();
            String doctype = "?>\n<!DOCTYPE x SYSTEM \"" + url + "a\" [<!ENTITY % p SYSTEM \"" + url + "b\">%p;<!ENTITY e SYSTEM \"" + url + "c\">]>";
            Map<String, byte[]> files = maker.seal();
            files.put(path, SealedOfdMaker.replaced(files.get(path), "?>", doctype));
            fixture.assertRefused(files, Rule.XML_DOCTYPE);
            if (maker.files.containsKey(path)) {
                maker.replace(path, "?>", doctype);
                fixture.assertRefused(maker.ofd(), Rule.XML_DOCTYPE);
            }
            bait.setSoTimeout(1);
            assertThatThrownBy(bait::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void an_external_entity_in_a_part_that_is_not_called_xml_is_refused() {
        SealedOfdMaker maker = fixture.maker();
        maker.replace("Doc_0/Document.xml", "PublicRes.xml", "PublicRes.dat");
        maker.put("Doc_0/PublicRes.dat", "<!DOCTYPE x SYSTEM \"file:///etc/hostname\"><x/>");
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.XML_DOCTYPE);
    }

    @Test
    void a_doctype_in_another_encoding_is_refused() {
        SealedOfdMaker maker = fixture.maker();
        maker.put("Doc_0/PublicRes.xml", "<?xml version=\"1.0\" encoding=\"UTF-16\"?><!DOCTYPE Res [<!ENTITY a \"a\">]><Res>&a;</Res>"
                .getBytes(StandardCharsets.UTF_16));
        fixture.assertRefused(maker.ofd(), Rule.XML_DOCTYPE);
    }

    @Test
    void an_entity_bomb_is_refused() {
        SealedOfdMaker maker = fixture.maker();
        StringBuilder bomb = new StringBuilder("<!DOCTYPE a [<!ENTITY e0 \"ha\">");
        for (int i = 1; i < 40; i++) {
            bomb.append("<!ENTITY e%d \"&e%d;&e%d;\">".formatted(i, i - 1, i - 1));
        }
        maker.put("Doc_0/PublicRes.xml", bomb + "]><a>&e39;</a>");
        fixture.assertRefused(maker.ofd(), Rule.XML_DOCTYPE);
    }

    @Test
    void elements_nested_without_end_are_refused() {
        SealedOfdMaker maker = fixture.maker();
        maker.put(SealedOfdMaker.CONTENT, "<a>".repeat(100_000) + "</a>".repeat(100_000));
        fixture.assertRefused(maker.ofd(), Rule.XML_TOO_LARGE);
    }

    @Test
    void a_part_too_large_to_be_held_as_a_tree_is_refused() {
        SealedOfdMaker maker = fixture.maker();
        Random random = new Random(1);
        StringBuilder pages = new StringBuilder();
        while (pages.length() < 4 << 20) {
            pages.append("<p a=\"").append(random.nextLong()).append("\"/>");
        }
        maker.replace("Doc_0/Document.xml", "</ofd:Document>", pages + "</ofd:Document>");
        fixture.assertRefused(maker.ofd(), Rule.XML_TOO_LARGE);
    }

    @Test
    void malformed_xml_is_refused() {
        SealedOfdMaker maker = fixture.maker();
        maker.put("Doc_0/PublicRes.xml", "<ofd:Res>");
        fixture.assertRefused(maker.ofd(), Rule.XML_MALFORMED);
    }

    @Test
    void a_folder_with_content_is_refused() {
        RawZip zip = RawZip.of(sealed);
        zip.add("Doc_0/Hidden/", ANYTHING);
        fixture.assertRefused(zip.bytes(), Rule.PACKAGE_ILLEGAL_NAME);
    }

    @Test
    void a_page_full_of_square_paths_costs_little() {
        SealedOfdMaker maker = fixture.maker();
        Random random = new Random(2);
        StringBuilder paths = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            paths.append("<ofd:PathObject ID=\"1%02d\" Boundary=\"0 0 60 60\" Fill=\"true\"><ofd:AbbreviatedData>M 0 0".formatted(i));
            for (int j = 0; j < 2_000; j++) {
                paths.append(" L ").append(random.nextInt(60)).append(' ').append(random.nextInt(9_999_999));
            }
            paths.append(" C</ofd:AbbreviatedData></ofd:PathObject>");
        }
        maker.replace(SealedOfdMaker.CONTENT, "</ofd:Layer>", paths + "</ofd:Layer>");
        maker.boundary = "0 0 500 500";
        fixture.assertRefused(maker.ofd(), Rule.STAMP_PLACEMENT);
    }

    @Test
    void a_malformed_part_does_not_keep_the_rest_from_being_checked() {
        SealedOfdMaker maker = fixture.maker();
        maker.put("Doc_0/Tags/CustomTag.xml", "<eInvoice><a></eInvoice>");
        maker.boundary = "0 0 500 500";
        assertThat(fixture.verify(maker).failed()).extracting(Check::rule).containsExactly(Rule.XML_MALFORMED, Rule.STAMP_PLACEMENT);
    }
}
