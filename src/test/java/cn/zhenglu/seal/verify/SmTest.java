package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SmTest {

    @Test
    void aSignatureValueIsTwoNumbersAndNeitherIsZero() {
        assertThat(isSignatureValue("3006020101020102")).isTrue();
        assertThat(isSignatureValue("3006020100020102")).isFalse();
        assertThat(isSignatureValue("")).isFalse();
    }

    @Test
    void aTextWhereANumberBelongsIsNoSignatureBecauseBouncyCastleOnceThrewAClassCastExceptionThere() {
        assertThat(isSignatureValue("3006160141020102")).isFalse();
    }

    private static boolean isSignatureValue(String hex) {
        return Sm.isSignatureValue(HexFormat.of().parseHex(hex));
    }
}
