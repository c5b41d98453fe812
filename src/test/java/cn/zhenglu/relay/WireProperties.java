package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import tools.jackson.databind.json.JsonMapper;

class WireProperties {

    private static final byte[] KEY = RelayRig.SM4_KEY.getBytes(StandardCharsets.US_ASCII);
    private static final Envelope SM4 = new Envelope.Sm4(KEY);
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    @Property(tries = 200)
    void whatIsWrappedAnotherImplementationOpens(@ForAll String body) throws GeneralSecurityException {
        String data = new JsonMapper().readTree(SM4.wrap(body, "350100")).path("data").asString();
        Cipher cipher = Cipher.getInstance("SM4/ECB/PKCS5Padding", PROVIDER);
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(KEY, "SM4"));

        assertThat(cipher.doFinal(Base64.getDecoder().decode(data))).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 500)
    void noTextMakesTheReaderFail(@ForAll String text) {
        assertThat(Reply.read(text, SM4)).isEmpty();
    }

    @Property(tries = 500)
    void whatWasNotMadeForOurKeyIsNotOpenedAndDoesNotFail(@ForAll byte[] foreign) {
        String data = Base64.getEncoder().encodeToString(foreign);

        assertThat(Reply.read("{\"data\":\"" + data + "\"}", SM4)).isEmpty();
    }

    @Property(tries = 500)
    void aReplyCutOffAnywhereIsNoAnswer(@ForAll @IntRange(min = 0, max = 91) int length) {
        String whole = "{\"ReturnCode\":\"1\",\"ReturnMsg\":\"\",\"ReturnData\":{\"SuccessData\":[{\"eCertID\":\"0123456789\"}]}}";

        assertThat(Reply.read(whole.substring(0, Math.min(length, whole.length() - 1)), SM4)).isEmpty();
        assertThat(Reply.read(whole, SM4)).hasValueSatisfying(
                reply -> assertThat(reply.about(Set.of("0123456789"), false).refusal()).isNull());
    }

    @Property(tries = 500)
    void noIdentityNumberSurvivesMasking(@ForAll("identityNumbers") String number, @ForAll("chinese") String before,
            @ForAll("chinese") String after) {
        String masked = Masking.mask(before + number + after, null);

        assertThat(masked).startsWith(before).endsWith(after).hasSameSizeAs(before + number + after)
                .doesNotContain(number.substring(6, 14));
    }

    @Property(tries = 500)
    void theRecordsOwnNumberOfWhateverKindIsMasked(@ForAll("passports") String number, @ForAll @NotEmpty String around) {
        assertThat(Masking.mask(around + number + around, number)).doesNotContain(number);
    }

    @Provide
    Arbitrary<String> identityNumbers() {
        return Combinators.combine(Arbitraries.integers().between(110000, 659999), Arbitraries.integers().between(1900, 2025),
                Arbitraries.integers().between(1, 12), Arbitraries.integers().between(1, 28), Arbitraries.integers().between(0, 999),
                Arbitraries.of("0", "1", "5", "9", "X", "x"))
                .as((region, year, month, day, order, check) -> "%06d%04d%02d%02d%03d%s".formatted(region, year, month, day, order, check));
    }

    @Provide
    Arbitrary<String> passports() {
        return Arbitraries.strings().withCharRange('A', 'Z').numeric().ofMinLength(7).ofMaxLength(20);
    }

    @Provide
    Arbitrary<String> chinese() {
        return Arbitraries.strings().withCharRange('\u4e00', '\u9fff').ofMaxLength(10);
    }
}
