package cn.zhenglu.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

class FileSealsTest {

    @TempDir
    private static Path folder;
    private static SealBench bench;
    private static FileSeals.Setting good;
    private static FileSeals.Setting other;

    @BeforeAll
    static void seals() {
        bench = new SealBench(folder);
        good = bench.setting("fuzhou");
        other = bench.setting("xiamen");
    }

    @Test
    void reads_what_may_be_shown() {
        Seal seal = FileSeals.read("fuzhou", bench.setting("fuzhou")).seal();
        assertThat(seal.title()).isEqualTo("福建省住房和城乡建设厅行政审批专用章(01)");
        assertThat(seal.picture().width()).isEqualTo(42);
        assertThat(seal.validUntil()).isAfter(seal.validFrom());
        assertThat(seal.isDemo()).isTrue();
    }

    @Test
    void looks_for_the_seal_beside_the_keystore_when_none_is_named() {
        FileSeals.Setting shortened = new FileSeals.Setting(good.keystore(), password(), null, null);
        assertThat(FileSeals.read("fuzhou", shortened).seal().title()).contains("(01)");
    }

    @Test
    void names_the_file_that_is_missing() {
        refused(new FileSeals.Setting(folder.resolve("nowhere.p12"), password(), good.seal(), null))
                .withMessageContaining("nowhere.p12 不存在");
        refused(new FileSeals.Setting(good.keystore(), password(), folder.resolve("nowhere.esl"), null))
                .withMessageContaining("nowhere.esl 不存在");
    }

    @Test
    void refuses_a_wrong_password_without_repeating_it() {
        refused(new FileSeals.Setting(good.keystore(), "guessed-password".toCharArray(), good.seal(), null))
                .withMessageContaining("口令不正确").withMessageNotContaining("guessed");
    }

    @Test
    void refuses_the_seal_of_another_key() {
        refused(new FileSeals.Setting(good.keystore(), password(), other.seal(), null))
                .withMessageContaining("两者不是一套");
    }

    @Test
    void refuses_another_picture_than_the_sealed_one() {
        refused(new FileSeals.Setting(good.keystore(), password(), good.seal(), other.picture()))
                .withMessageContaining("图像不同");
    }

    @Test
    void refuses_a_seal_that_was_altered_after_it_was_made() throws Exception {
        byte[] seal = Files.readAllBytes(good.seal());
        byte[] title = SampleOfd.utf8("专用章(01)");
        int at = Collections.indexOfSubList(boxed(seal), boxed(title));
        seal[at + title.length - 2] = '9';
        Path altered = Files.write(folder.resolve("altered.esl"), seal);
        refused(new FileSeals.Setting(good.keystore(), password(), altered, null))
                .withMessageContaining("制章者签名无效");
    }

    @Test
    void refuses_a_file_that_is_no_seal() throws Exception {
        Path noSeal = Files.writeString(folder.resolve("no.esl"), "no seal");
        refused(new FileSeals.Setting(good.keystore(), password(), noSeal, null))
                .withMessageContaining("不是 GB/T 38540-2020 第 4 版印章");
    }

    @Test
    void refuses_a_key_that_is_not_the_certificates() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
        generator.initialize(new ECGenParameterSpec("sm2p256v1"));
        refused(keystore("stranger.p12", generator.generateKeyPair())).withMessageContaining("中的证书与私钥不匹配");
    }

    @Test
    void shows_neither_key_nor_password_in_a_log() {
        assertThat(FileSeals.read("fuzhou", bench.setting("fuzhou")).toString())
                .isEqualTo("KeyedSeal[" + FileSeals.read("fuzhou", bench.setting("fuzhou")).seal() + "]");
        assertThat(good.toString()).doesNotContain(new String(password()));
    }

    @Test
    void forgets_the_password_once_the_keystore_is_open() {
        FileSeals.Setting setting = bench.setting("fuzhou");
        FileSeals.read("fuzhou", setting);
        assertThat(setting.password()).containsOnly('\0');
    }

    /** A copy: reading clears it. */
    private static char[] password() {
        return bench.setting("fuzhou").password();
    }

    /** The good certificate with another key. */
    private static FileSeals.Setting keystore(String file, KeyPair key) throws Exception {
        KeyStore read = KeyStore.getInstance("PKCS12", BouncyCastle.PROVIDER);
        try (InputStream in = Files.newInputStream(good.keystore())) {
            read.load(in, password());
        }
        KeyStore written = KeyStore.getInstance("PKCS12", BouncyCastle.PROVIDER);
        written.load(null, null);
        written.setKeyEntry("key", key.getPrivate(), null, new Certificate[] {read.getCertificate("fuzhou")});
        try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
            written.store(out, password());
        }
        return new FileSeals.Setting(folder.resolve(file), password(), good.seal(), null);
    }

    private static List<Byte> boxed(byte[] bytes) {
        List<Byte> list = new ArrayList<>(bytes.length);
        for (byte one : bytes) {
            list.add(one);
        }
        return list;
    }

    private static ThrowableAssertAlternative<BrokenSeal> refused(FileSeals.Setting setting) {
        return assertThatExceptionOfType(BrokenSeal.class).isThrownBy(() -> FileSeals.read("fuzhou", setting));
    }
}
