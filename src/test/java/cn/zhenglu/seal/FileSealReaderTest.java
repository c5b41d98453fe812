package cn.zhenglu.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.zhenglu.seal.SealSettings.SealSetting;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSealReaderTest {

    @TempDir
    private static Path folder;
    private static SealBench bench;
    private static SealSetting good;
    private static SealSetting other;

    @BeforeAll
    static void seals() {
        bench = new SealBench(folder);
        good = bench.setting("fuzhou");
        other = bench.setting("xiamen");
    }

    @Test
    void reads_what_may_be_shown() {
        Seal seal = FileSealReader.read("fuzhou", good).seal();
        assertThat(seal.title()).isEqualTo("福建省住房和城乡建设厅行政审批专用章(01)");
        assertThat(seal.picture().width()).isEqualTo(42);
        assertThat(seal.validUntil()).isAfter(seal.validFrom());
        assertThat(seal.isDemo()).isTrue();
    }

    @Test
    void looks_for_the_seal_beside_the_keystore_when_none_is_named() {
        SealSetting shortened = new SealSetting("file", good.keystore(), good.password(), null, null);
        assertThat(FileSealReader.read("fuzhou", shortened).seal().title()).contains("(01)");
    }

    @Test
    void names_the_file_that_is_missing() {
        refused(new SealSetting("file", folder.resolve("nowhere.p12"), good.password(), good.seal(), null))
                .withMessageContaining("nowhere.p12 不存在");
        refused(new SealSetting("file", good.keystore(), good.password(), folder.resolve("nowhere.esl"), null))
                .withMessageContaining("nowhere.esl 不存在");
    }

    @Test
    void refuses_a_wrong_password_without_repeating_it() {
        refused(new SealSetting("file", good.keystore(), "guessed-password".toCharArray(), good.seal(), null))
                .withMessageContaining("口令不正确").withMessageNotContaining("guessed");
    }

    @Test
    void refuses_the_seal_of_another_key() {
        refused(new SealSetting("file", good.keystore(), good.password(), other.seal(), null))
                .withMessageContaining("两者不是一套");
    }

    @Test
    void refuses_another_picture_than_the_sealed_one() {
        refused(new SealSetting("file", good.keystore(), good.password(), good.seal(), other.picture()))
                .withMessageContaining("图像不同");
    }

    @Test
    void refuses_a_seal_that_was_altered_after_it_was_made() throws Exception {
        byte[] seal = Files.readAllBytes(good.seal());
        byte[] title = SampleOfd.utf8("专用章(01)");
        int at = Collections.indexOfSubList(boxed(seal), boxed(title));
        seal[at + title.length - 2] = '9';
        Path altered = Files.write(folder.resolve("altered.esl"), seal);
        refused(new SealSetting("file", good.keystore(), good.password(), altered, null))
                .withMessageContaining("制章者签名无效");
    }

    @Test
    void refuses_a_file_that_is_no_seal() throws Exception {
        Path noSeal = Files.writeString(folder.resolve("no.esl"), "no seal");
        refused(new SealSetting("file", good.keystore(), good.password(), noSeal, null))
                .withMessageContaining("不是 GB/T 38540-2020 第 4 版印章");
    }

    @Test
    void refuses_a_key_that_is_not_the_certificates() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
        generator.initialize(new ECGenParameterSpec("sm2p256v1"));
        refused(keystore("stranger.p12", generator.generateKeyPair())).withMessageContaining("私钥与证书不匹配");
    }

    @Test
    void shows_neither_key_nor_password_in_a_log() {
        assertThat(FileSealReader.read("fuzhou", good).toString())
                .isEqualTo("FileSeal[" + FileSealReader.read("fuzhou", good).seal() + "]");
        assertThat(good.toString()).doesNotContain(new String(good.password()));
    }

    /** The good certificate with another key. */
    private static SealSetting keystore(String file, KeyPair key) throws Exception {
        KeyStore read = KeyStore.getInstance("PKCS12", BouncyCastle.PROVIDER);
        try (InputStream in = Files.newInputStream(good.keystore())) {
            read.load(in, good.password());
        }
        KeyStore written = KeyStore.getInstance("PKCS12", BouncyCastle.PROVIDER);
        written.load(null, null);
        written.setKeyEntry("key", key.getPrivate(), null, new Certificate[] {read.getCertificate("fuzhou")});
        try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
            written.store(out, good.password());
        }
        return new SealSetting("file", folder.resolve(file), good.password(), good.seal(), null);
    }

    private static List<Byte> boxed(byte[] bytes) {
        List<Byte> list = new ArrayList<>(bytes.length);
        for (byte one : bytes) {
            list.add(one);
        }
        return list;
    }

    private static ThrowableAssertAlternative<BrokenSeal> refused(SealSetting setting) {
        return assertThatExceptionOfType(BrokenSeal.class).isThrownBy(() -> FileSealReader.read("fuzhou", setting));
    }
}
