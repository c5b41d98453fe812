package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.licence.NeedsPerson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a reply made by OpenSSL with a key of 512 bits, see {@code vectors.sh}. */
class CodeOpenerTest {

    private static final String OTHER_KEY = """
            MIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEA2AdA76f3eYnV3lT7F74wqoxbYLQKrPyASibaE4M1n4NonyhiW2p0nQvj
            rc6qduKznU53PA2yYAABbQQp6AEOlQIDAQABAkEApjR+e2RpfHLVvub3AH9thenS7AXZKNpkAaj+o4CRoxTXPklMceifKZS+7Oo5eGLH
            2+MgBYdn+loHgg79nx0oiQIhAPLdS8TJkOhwrV5CltGh8oSBhf+aigZVyAzrERywAP5jAiEA47ZiedSjrG63xl4P/+RsGH3T9mI5ux7K
            iHnAm1FFNKcCIQDWlQKqN/JJ/ayguTMqu+1ceFid87x6RnbAOz3eXAA0wwIhAKlQweRIwfLC2I78/fSNifqkBOlcnASQnpPfw+E5CrZd
            AiBDQOUrn5UKLJm+3SDrNtPJMPClXC2vO5ven0zyxDxH1A==""";

    @TempDir
    Path folder;

    private static CodeOpener opener(String inline, Path file) {
        return CodeOpener.of(new RelaySettings("http://relay.example", RelayRig.PATHS, "id", "secret", RelaySettings.EnvelopeKind.PLAIN,
                null, inline, file, 5, 1, Duration.ofSeconds(5), Duration.ofSeconds(30), ""));
    }

    private static String opened(CodeOpener opener) throws Exception {
        return opener.open(Vectors.text("encryCertid.hex"), Vectors.text("encryKey.base64"));
    }

    private static byte[] der() throws Exception {
        return Base64.getMimeDecoder().decode(Vectors.privateKey().replaceAll("-----[A-Z ]+-----", ""));
    }

    @Test
    void theKeyMayBeGivenAsBase64OrPem() throws Exception {
        String code = Vectors.text("code.txt");

        assertThat(opened(opener(Base64.getEncoder().encodeToString(der()), null))).isEqualTo(code);
        assertThat(opened(opener(Base64.getMimeEncoder().encodeToString(der()), null))).isEqualTo(code);
        assertThat(opened(opener(Vectors.privateKey(), null))).isEqualTo(code);
    }

    @Test
    void theKeyMayLieInAFileOfAnyUsualKind() throws Exception {
        String code = Vectors.text("code.txt");
        Path binary = Files.write(folder.resolve("key.der"), der());

        assertThat(opened(opener(null, Vectors.path("rsa512-pkcs8.pem")))).isEqualTo(code);
        assertThat(opened(opener(null, Vectors.path("rsa512-pkcs1.pem")))).isEqualTo(code);
        assertThat(opened(opener(null, binary))).isEqualTo(code);
    }

    @Test
    void theKeyInTheSettingsWinsOverTheFile() throws Exception {
        assertThat(opened(opener(Vectors.privateKey(), folder.resolve("missing.pem")))).isEqualTo(Vectors.text("code.txt"));
    }

    @Test
    void hexMayBeLowerCase() throws Exception {
        String lower = Vectors.text("encryCertid.hex").toLowerCase(Locale.ROOT);

        assertThat(opener(Vectors.privateKey(), null).open(lower, Vectors.text("encryKey.base64"))).isEqualTo(Vectors.text("code.txt"));
    }

    @Test
    void aKeyThatCannotBeReadIsNamedButNotQuoted() throws Exception {
        Path rubbish = Files.writeString(folder.resolve("rubbish.pem"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");

        for (CodeOpenerSource source : new CodeOpenerSource[] {() -> opener("bm90IGEga2V5", null), () -> opener("!?", null),
            () -> opener(null, folder.resolve("missing.pem")), () -> opener(null, rubbish), () -> opener("-----BEGIN", null)}) {
            assertThatThrownBy(source::open).isInstanceOf(NeedsPerson.class).hasNoCause()
                    .hasMessageContaining("zhenglu.relay.private-key").hasMessageNotContaining("bm90IGEga2V5");
        }
    }

    private interface CodeOpenerSource {
        CodeOpener open();
    }

    @Test
    void aReplyForAnotherKeyNeedsAPersonWhoLooksAtTheKey() {
        assertThatThrownBy(() -> opened(opener(OTHER_KEY, null))).isInstanceOfSatisfying(NeedsPerson.class, problem -> {
            assertThat(problem.problems().get(0).code()).isEqualTo("relay.code-unreadable");
            assertThat(problem.problems().get(0).remedy()).contains("zhenglu.relay.private-key");
        });
    }

    @ParameterizedTest
    @CsvSource({"'',''", "AC7,UZQr", "AC77929B2C5933CD,!!!", "zz,UZQrAk5lcZfP5zBAxCXiDq4hyEWsqyDwFJXM6AAR4cudm7Dhdv0Qm84t8fozQ7lIoYvtPUhjZ+VQ+MG75i60yA=="})
    void aReplyThatIsNotEvenEncryptedNeedsAPerson(String encryCertid, String encryKey) throws Exception {
        CodeOpener opener = opener(Vectors.privateKey(), null);

        assertThatThrownBy(() -> opener.open(encryCertid, encryKey)).isInstanceOfSatisfying(NeedsPerson.class,
                problem -> assertThat(problem.problems().get(0).code()).isEqualTo("relay.code-unreadable"));
    }
}
