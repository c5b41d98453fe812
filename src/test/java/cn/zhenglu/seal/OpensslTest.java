package cn.zhenglu.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cn.zhenglu.licence.LicenceDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The independent proof: OpenSSL 3 takes a sealed file apart and verifies it, sharing no line with the code that made it.
 * Runs where the {@code openssl} command knows SM2.
 */
class OpensslTest {

    private static final String[] SM2_IDENTITY = {"-sigopt", "distid:1234567812345678"};

    @TempDir
    private static Path folder;
    private static SealBench bench;
    private static Map<String, byte[]> sealed;

    @BeforeAll
    static void seal() throws Exception {
        assumeTrue(knowsSm2(), "no openssl 3 with SM2 on this machine");
        bench = new SealBench(folder);
        LicenceDocument draft = SealBench.draft("fuzhou", SampleOfd.zip(SampleOfd.files()));
        sealed = SampleOfd.unzip(bench.sealer(Clock.systemUTC()).seal(draft).ofd());
    }

    @Test
    void the_signature_holds_under_the_certificate_it_carries() throws Exception {
        Path signature = signedValue();
        extract(signature, "certificate.der", element(signature, 1, 1), true);
        extract(signature, "tbs.der", element(signature, 1, 0), false);
        extract(signature, "signature.der", element(signature, 1, 3), true);
        assertThat(verified("certificate.der", "tbs.der", "signature.der")).isEqualTo("Verified OK");
    }

    @Test
    void the_signature_of_a_seal_service_and_of_a_device_hold_too() throws Exception {
        FileSeals.Setting files = bench.setting("fuzhou");
        String device = files.keystore() + "|" + new String(files.password()) + "|RAW";
        try (SealServiceStandIn service = new SealServiceStandIn(FileSeals.read("fuzhou", files))) {
            for (Map<String, String> settings : List.of(
                    Map.of("kind", "http", "url", service.address(), "id", SealServiceStandIn.ID, "token", SealServiceStandIn.TOKEN),
                    Map.of("kind", "pkcs11", "provider", TestDevice.class.getName(), "configuration", device, "password", TestDevice.PIN,
                            "seal", files.seal().toString()))) {
                Map<String, String> properties = new LinkedHashMap<>();
                settings.forEach((key, value) -> properties.put("zhenglu.seals.fuzhou." + key, value));
                ConfiguredSeals seals = SealBench.provider(properties, Map.of("http", new HttpSeals(new Tls(null), Clock.systemUTC()),
                        "pkcs11", new DeviceSeals()), Clock.systemUTC());
                Path signature = Files.write(folder.resolve(settings.get("kind") + ".dat"), seals.sign(seals.seal("fuzhou").orElseThrow(),
                        sealed.get("Doc_0/Signs/Sign_0/Signature.xml"), "/Doc_0/Signs/Sign_0/Signature.xml", Clock.systemUTC().instant()));
                extract(signature, "certificate.der", element(signature, 1, 1), true);
                extract(signature, "tbs.der", element(signature, 1, 0), false);
                extract(signature, "signature.der", element(signature, 1, 3), true);
                assertThat(verified("certificate.der", "tbs.der", "signature.der")).as(settings.get("kind")).isEqualTo("Verified OK");
            }
        }
    }

    @Test
    void the_seal_makers_signature_holds_inside_the_document() throws Exception {
        Path signature = signedValue();
        extract(signature, "tbs.der", element(signature, 1, 0), false);
        Path tbs = folder.resolve("tbs.der");
        extract(tbs, "seal.der", element(tbs, 1, 1), false);
        Path seal = folder.resolve("seal.der");
        extract(seal, "info.der", element(seal, 1, 0), false);
        extract(seal, "maker.der", element(seal, 1, 1), true);
        extract(seal, "maker-signature.der", element(seal, 1, 3), true);
        assertThat(verified("maker.der", "info.der", "maker-signature.der")).isEqualTo("Verified OK");
        assertThat(Files.readAllBytes(seal)).isEqualTo(sealed.get("Doc_0/Signs/Sign_0/Seal.esl"));
    }

    @Test
    void a_changed_signature_is_found_out() throws Exception {
        Path signature = signedValue();
        extract(signature, "certificate.der", element(signature, 1, 1), true);
        extract(signature, "signature.der", element(signature, 1, 3), true);
        extract(signature, "tbs.der", element(signature, 1, 0), false);
        byte[] altered = Files.readAllBytes(folder.resolve("tbs.der"));
        altered[altered.length - 1] ^= 1;
        Files.write(folder.resolve("altered.der"), altered);
        assertThat(verified("certificate.der", "altered.der", "signature.der")).contains("Verification failure");
    }

    @Test
    void both_certificates_chain_to_the_demo_root() throws Exception {
        Path signature = signedValue();
        extract(signature, "certificate.der", element(signature, 1, 1), true);
        extract(signature, "tbs.der", element(signature, 1, 0), false);
        Path tbs = folder.resolve("tbs.der");
        extract(tbs, "seal.der", element(tbs, 1, 1), false);
        extract(folder.resolve("seal.der"), "maker.der", element(folder.resolve("seal.der"), 1, 1), true);
        for (String certificate : List.of("certificate.der", "maker.der")) {
            assertThat(openssl("verify", "-x509_strict", "-vfyopt", "distid:1234567812345678",
                    "-CAfile", root().toString(), pem(certificate)))
                    .endsWith("OK");
        }
        assertThat(openssl("x509", "-in", root().toString(), "-noout", "-subject", "-nameopt", "utf8"))
                .contains("DEMO ONLY");
        assertThat(openssl("x509", "-in", pem("certificate.der"), "-noout", "-ext", "keyUsage"))
                .contains("critical").contains("Digital Signature, Non Repudiation");
    }

    @Test
    void every_file_but_the_signature_itself_is_covered_with_its_sm3() throws Exception {
        String xml = new String(sealed.get("Doc_0/Signs/Sign_0/Signature.xml"), StandardCharsets.UTF_8);
        Matcher reference = Pattern.compile("FileRef=\"/([^\"]+)\"><ofd:CheckValue>([^<]+)<").matcher(xml);
        Map<String, String> covered = new LinkedHashMap<>();
        while (reference.find()) {
            covered.put(reference.group(1), reference.group(2));
        }
        TreeSet<String> expected = new TreeSet<>(sealed.keySet());
        expected.removeAll(List.of("Doc_0/Signs/Signatures.xml",
                "Doc_0/Signs/Sign_0/Signature.xml", "Doc_0/Signs/Sign_0/SignedValue.dat"));
        assertThat(new TreeSet<>(covered.keySet())).isEqualTo(expected);
        for (Map.Entry<String, String> file : covered.entrySet()) {
            assertThat(hex(Base64.getDecoder().decode(file.getValue()))).as(file.getKey())
                    .isEqualTo(sm3(sealed.get(file.getKey())));
        }
    }

    @Test
    void the_signature_is_over_the_sm3_of_signature_xml_and_names_its_path() throws Exception {
        String structure = openssl("asn1parse", "-inform", "DER", "-in", signedValue().toString(), "-dump");
        Files.write(folder.resolve("x"), sealed.get("Doc_0/Signs/Sign_0/Signature.xml"));
        Path signature = signedValue();
        extract(signature, "tbs.der", element(signature, 1, 0), false);
        Path tbs = folder.resolve("tbs.der");
        extract(tbs, "hash", element(tbs, 1, 3), true);
        assertThat(hex(Files.readAllBytes(folder.resolve("hash"))))
                .isEqualTo(sm3(sealed.get("Doc_0/Signs/Sign_0/Signature.xml")));
        assertThat(structure).contains("IA5STRING         :/Doc_0/Signs/Sign_0/Signature.xml");
    }

    @Test
    void the_keystore_opens_with_openssl_too() throws Exception {
        String text = openssl("pkcs12", "-in", bench.properties.get("zhenglu.seals.fuzhou.keystore"), "-nodes",
                "-passin", "pass:" + bench.properties.get("zhenglu.seals.fuzhou.password"));
        assertThat(text).contains("BEGIN PRIVATE KEY").contains("BEGIN CERTIFICATE");
    }

    private static Path signedValue() throws IOException {
        return Files.write(folder.resolve("SignedValue.dat"), sealed.get("Doc_0/Signs/Sign_0/SignedValue.dat"));
    }

    private static Path root() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(bench.trust, "*.pem")) {
            return files.iterator().next();
        }
    }

    /** The offset of the n-th element at a depth, as asn1parse lists it. */
    private static int element(Path der, int depth, int n) throws Exception {
        List<Integer> offsets = new ArrayList<>();
        Pattern line = Pattern.compile("^ *(\\d+):d=" + depth + " ");
        for (String text : openssl("asn1parse", "-inform", "DER", "-in", der.toString()).split("\n")) {
            Matcher matcher = line.matcher(text);
            if (matcher.find()) {
                offsets.add(Integer.valueOf(matcher.group(1)));
            }
        }
        return offsets.get(n);
    }

    /** Writes an element whole, or its content alone when that is itself a file wrapped in a string. */
    private static void extract(Path der, String to, int offset, boolean contentOnly) throws Exception {
        byte[] bytes = Files.readAllBytes(der);
        String listing = openssl("asn1parse", "-inform", "DER", "-in", der.toString(), "-offset", String.valueOf(offset));
        String[] lengths = listing.split("\n")[0].split("hl=|l=");
        int header = Integer.parseInt(lengths[1].split(" ")[0]);
        int length = Integer.parseInt(lengths[2].strip().split(" ")[0]);
        boolean bitString = bytes[offset] == 0x03;
        int from = contentOnly ? offset + header + (bitString ? 1 : 0) : offset;
        Files.write(folder.resolve(to), Arrays.copyOfRange(bytes, from, offset + header + length));
    }

    private static String verified(String certificate, String content, String signature) throws Exception {
        String publicKey = folder.resolve(certificate + ".pub").toString();
        openssl("x509", "-inform", "DER", "-in", folder.resolve(certificate).toString(),
                "-noout", "-pubkey", "-out", publicKey);
        return openssl("dgst", "-sm3", "-verify", publicKey, SM2_IDENTITY[0], SM2_IDENTITY[1],
                "-signature", folder.resolve(signature).toString(), folder.resolve(content).toString());
    }

    private static String pem(String certificate) throws Exception {
        String pem = folder.resolve(certificate + ".pem").toString();
        openssl("x509", "-inform", "DER", "-in", folder.resolve(certificate).toString(), "-out", pem);
        return pem;
    }

    private static String sm3(byte[] content) throws Exception {
        Path file = Files.write(folder.resolve("digested"), content);
        String line = openssl("dgst", "-sm3", "-r", file.toString());
        return line.substring(0, line.indexOf(' '));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static boolean knowsSm2() throws InterruptedException {
        try {
            return openssl("version").startsWith("OpenSSL 3") && openssl("list", "-public-key-algorithms")
                    .contains("SM2");
        } catch (IOException e) {
            return false;
        }
    }

    private static String openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (ByteArrayInputStream output = new ByteArrayInputStream(process.getInputStream().readAllBytes())) {
            process.waitFor();
            return new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
