package cn.zhenglu.seal.verify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks on a document that was sealed properly, by somebody who has no key. */
class TamperedDocumentTest {

    private static final String OTHER_NUMBER = "（闽）JZ安许证字[2023]000002";

    private static VerifierFixture fixture;

    @BeforeAll
    static void makeAuthority(@TempDir Path trust) {
        fixture = new VerifierFixture(trust);
    }

    private static Map<String, byte[]> sealed() {
        return fixture.maker().seal();
    }

    private static Map<String, byte[]> anotherSealed() {
        SealedOfdMaker maker = fixture.maker();
        maker.licence(OTHER_NUMBER, "厦门某某工程有限公司");
        return maker.seal();
    }

    private static void edit(Map<String, byte[]> files, String path, String old, String with) {
        files.put(path, SealedOfdMaker.replaced(files.get(path), old, with));
    }

    private static String base64Digest(byte[] content) {
        return Base64.getEncoder().encodeToString(SealedOfdMaker.digest("SM3", content));
    }

    @Test
    void a_body_changed_after_sealing_is_found() {
        Map<String, byte[]> files = sealed();
        edit(files, SealedOfdMaker.CONTENT, "福建某某", "福建某莫");
        fixture.assertRefused(files, Rule.SIGNATURE_DIGESTS);
    }

    @Test
    void a_page_added_after_sealing_is_found() {
        Map<String, byte[]> files = sealed();
        files.put("Doc_0/Pages/Page_1/Content.xml", files.get(SealedOfdMaker.CONTENT));
        edit(files, "Doc_0/Document.xml", "</ofd:Pages>", "<ofd:Page ID=\"5\" BaseLoc=\"Pages/Page_1/Content.xml\"/></ofd:Pages>");
        fixture.assertRefused(files, Rule.SIGNATURE_COVERAGE);
        fixture.assertRefused(files, Rule.SIGNATURE_DIGESTS);
    }

    @Test
    void a_page_swapped_with_another_licences_page_is_found() {
        Map<String, byte[]> files = sealed();
        files.put(SealedOfdMaker.CONTENT, anotherSealed().get(SealedOfdMaker.CONTENT));
        fixture.assertRefused(files, Rule.SIGNATURE_DIGESTS);
    }

    @Test
    void a_file_added_beside_the_covered_ones_is_found() {
        Map<String, byte[]> files = sealed();
        files.put("Doc_0/Annots/Annot_0.xml", "<a/>".getBytes());
        fixture.assertRefusedOnlyFor(SealedOfdMaker.zip(files), Rule.SIGNATURE_COVERAGE);
    }

    @Test
    void a_file_added_into_the_signatures_folder_is_found() {
        Map<String, byte[]> files = sealed();
        files.put("Doc_0/Signs/Sign_0/Extra.dat", new byte[] {1});
        fixture.assertRefusedOnlyFor(SealedOfdMaker.zip(files), Rule.SIGNATURE_COVERAGE);
    }

    @Test
    void a_file_removed_after_sealing_is_found() {
        Map<String, byte[]> files = sealed();
        files.remove("Doc_0/Res/logo.png");
        fixture.assertRefusedOnlyFor(SealedOfdMaker.zip(files), Rule.SIGNATURE_REFERENCES);
    }

    @Test
    void changed_metadata_are_found() {
        Map<String, byte[]> files = sealed();
        edit(files, "OFD.xml", "2023-03-01", "2026-03-01");
        fixture.assertRefused(files, Rule.SIGNATURE_DIGESTS);
    }

    @Test
    void a_digest_list_mended_after_a_change_is_found() {
        Map<String, byte[]> files = sealed();
        String before = base64Digest(files.get(SealedOfdMaker.CONTENT));
        edit(files, SealedOfdMaker.CONTENT, "000001", "000007");
        edit(files, SealedOfdMaker.SIGNATURE, before, base64Digest(files.get(SealedOfdMaker.CONTENT)));
        fixture.assertRefused(files, Rule.SEAL_DATA_HASH);
    }

    @Test
    void a_digest_list_mended_together_with_its_digest_is_found() {
        Map<String, byte[]> files = sealed();
        String before = base64Digest(files.get(SealedOfdMaker.CONTENT));
        edit(files, SealedOfdMaker.CONTENT, "Size=\"5\"", "Size=\"6\"");
        edit(files, SealedOfdMaker.SIGNATURE, before, base64Digest(files.get(SealedOfdMaker.CONTENT)));
        byte[] dataHash = SealedOfdMaker.digest("SM3", files.get(SealedOfdMaker.SIGNATURE));
        files.put(SealedOfdMaker.SIGNED_VALUE, inTbs(files.get(SealedOfdMaker.SIGNED_VALUE), 3, new DERBitString(dataHash)));
        fixture.assertRefusedOnlyFor(SealedOfdMaker.zip(files), Rule.SEAL_SIGNATURE);
    }

    @Test
    void a_seal_taken_from_another_file_is_found() {
        Map<String, byte[]> files = sealed();
        files.put(SealedOfdMaker.SIGNED_VALUE, anotherSealed().get(SealedOfdMaker.SIGNED_VALUE));
        fixture.assertRefused(files, Rule.SEAL_DATA_HASH);
    }

    @Test
    void a_whole_signature_taken_from_another_file_is_found() {
        Map<String, byte[]> files = sealed();
        Map<String, byte[]> other = anotherSealed();
        for (String path : List.of(SealedOfdMaker.SIGNATURE, SealedOfdMaker.SIGNED_VALUE, SealedOfdMaker.SEAL_FILE)) {
            files.put(path, other.get(path));
        }
        fixture.assertRefusedOnlyFor(SealedOfdMaker.zip(files), Rule.SIGNATURE_DIGESTS);
    }

    @Test
    void another_seal_beside_the_signature_is_found() {
        SealedOfdMaker other = fixture.maker();
        other.picture = Arrays.copyOf(SealedOfdMaker.PNG, SealedOfdMaker.PNG.length + 1);
        Map<String, byte[]> files = sealed();
        files.put(SealedOfdMaker.SEAL_FILE, other.seal().get(SealedOfdMaker.SEAL_FILE));
        fixture.assertRefusedOnlyFor(SealedOfdMaker.zip(files), Rule.STAMP_SEAL_FILE);
    }

    @Test
    void another_seal_inside_the_signature_is_found() {
        SealedOfdMaker other = fixture.maker();
        other.picture = Arrays.copyOf(SealedOfdMaker.PNG, SealedOfdMaker.PNG.length + 1);
        byte[] otherSeal = other.seal().get(SealedOfdMaker.SEAL_FILE);
        Map<String, byte[]> files = sealed();
        files.put(SealedOfdMaker.SEAL_FILE, otherSeal);
        files.put(SealedOfdMaker.SIGNED_VALUE, inTbs(files.get(SealedOfdMaker.SIGNED_VALUE), 1, ASN1Sequence.getInstance(otherSeal)));
        fixture.assertRefused(files, Rule.SEAL_SIGNATURE);
    }

    @Test
    void a_signature_moved_to_a_later_time_is_found() {
        SealedOfdMaker later = fixture.maker();
        later.time = SealedOfdMaker.SIGNED.plusSeconds(60);
        ASN1Sequence tbs = ASN1Sequence.getInstance(ASN1Sequence.getInstance(later.seal().get(SealedOfdMaker.SIGNED_VALUE)).getObjectAt(0));
        Map<String, byte[]> files = sealed();
        files.put(SealedOfdMaker.SIGNED_VALUE, inTbs(files.get(SealedOfdMaker.SIGNED_VALUE), 2, tbs.getObjectAt(2)));
        fixture.assertRefusedOnlyFor(SealedOfdMaker.zip(files), Rule.SEAL_SIGNATURE);
    }

    @Test
    void a_second_document_body_is_found() {
        Map<String, byte[]> files = sealed();
        edit(files, "OFD.xml", "</ofd:OFD>", "<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>");
        fixture.assertRefused(files, Rule.DOCUMENT_BODY);
    }

    @Test
    void a_second_document_body_in_another_namespace_is_found() {
        Map<String, byte[]> files = sealed();
        edit(files, "OFD.xml", "</ofd:OFD>", "<x:DocBody xmlns:x=\"urn:x\"/></ofd:OFD>");
        fixture.assertRefused(files, Rule.DOCUMENT_BODY);
    }

    @Test
    void a_second_document_root_is_found() {
        Map<String, byte[]> files = sealed();
        edit(files, "OFD.xml", "<ofd:DocRoot>", "<ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot><ofd:DocRoot>");
        fixture.assertRefused(files, Rule.DOCUMENT_STRUCTURE);
    }

    @Test
    void an_emptied_list_of_signatures_counts_as_unsigned() {
        Map<String, byte[]> files = sealed();
        files.put(SealedOfdMaker.SIGNATURES, "<ofd:Signatures xmlns:ofd=\"http://www.ofdspec.org/2016\"/>".getBytes());
        fixture.assertRefused(files, Rule.SIGNATURE_PRESENT);
    }

    @Test
    void bytes_behind_the_signed_value_are_found() {
        Map<String, byte[]> files = sealed();
        byte[] value = files.get(SealedOfdMaker.SIGNED_VALUE);
        files.put(SealedOfdMaker.SIGNED_VALUE, Arrays.copyOf(value, value.length + 1));
        fixture.assertRefused(files, Rule.SEAL_STRUCTURE);
    }

    @Test
    void a_signed_value_that_is_no_asn1_is_found() {
        for (byte[] nonsense : List.of(new byte[0], new byte[] {0x30}, "<xml/>".getBytes(), nested(100_000))) {
            Map<String, byte[]> files = sealed();
            files.put(SealedOfdMaker.SIGNED_VALUE, nonsense);
            fixture.assertRefused(files, Rule.SEAL_STRUCTURE);
        }
    }

    /** SEQUENCE in SEQUENCE in …, of indefinite length, which invites a parser to exhaust its stack. */
    private static byte[] nested(int depth) {
        byte[] bytes = new byte[4 * depth];
        for (int i = 0; i < depth; i++) {
            bytes[2 * i] = 0x30;
            bytes[2 * i + 1] = (byte) 0x80;
        }
        return bytes;
    }

    /** Replaces one element of TBS_Sign and leaves the signature as it was. */
    private static byte[] inTbs(byte[] signedValue, int index, ASN1Encodable with) {
        ASN1Sequence ses = ASN1Sequence.getInstance(signedValue);
        List<ASN1Encodable> tbs = new ArrayList<>(Arrays.asList(ASN1Sequence.getInstance(ses.getObjectAt(0)).toArray()));
        tbs.set(index, with);
        List<ASN1Encodable> parts = new ArrayList<>(Arrays.asList(ses.toArray()));
        parts.set(0, SealedOfdMaker.sequence(tbs.toArray(ASN1Encodable[]::new)));
        return SealedOfdMaker.der(SealedOfdMaker.sequence(parts.toArray(ASN1Encodable[]::new)));
    }
}
