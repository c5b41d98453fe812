package cn.zhenglu.seal;

import cn.zhenglu.seal.ses.SesSignature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Judges a signature that somebody else has made for us: it must be what was asked for, before it goes into a document. The
 * verifier looks again at the whole document; here it is found out whose fault it is.
 */
final class SignatureAnswer {

    /** A service may set its own clock's time. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private SignatureAnswer() {
    }

    /**
     * @param answer       {@code SES_Signature}, DER, as it came
     * @param matched      the seal that should have signed
     * @param digest       SM3 of Signature.xml
     * @param propertyInfo path of Signature.xml
     * @param time         of signing, as asked for
     * @throws BrokenSeal when it is anything else
     */
    static void require(byte[] answer, MatchedSeal matched, byte[] digest, String propertyInfo, Instant time) {
        SesSignature signature;
        try {
            signature = SesSignature.parse(answer);
            require(Arrays.equals(signature.encoded(), answer), "不是 DER 编码");
            require(Arrays.equals(signature.tbs().seal().encoded(), matched.seal().encoded()), "用的不是本印章");
        } catch (IllegalArgumentException e) {
            throw new BrokenSeal(null, sentence("不是 GB/T 38540-2020 第 4 版签章数据"), e);
        }
        require(signature.tbs().version() == matched.structure().info().header().version(), "版本与印章不符");
        require(Arrays.equals(signature.tbs().dataHash(), digest), "签署的不是所请求的杂凑值");
        require(propertyInfo.equals(signature.tbs().propertyInfo()), "原文属性不是所请求的签名文件");
        require(Duration.between(time, signature.tbs().time()).abs().compareTo(CLOCK_SKEW) <= 0,
                "签章时间与请求相差超过 " + CLOCK_SKEW.toMinutes() + " 分钟");
        require(signature.tbs().extensions() == null, "带有未约定的自定义数据");
        require(Arrays.equals(signature.certificate(), matched.certificate()), "所附证书不是本印章的签章者证书");
        require(SesSignature.SM2_WITH_SM3.equals(signature.algorithm()), "算法不是 SM2、SM3");
        require(Sm2.verifies(matched.seal().certificate().getPublicKey(), signature.tbs().encoded(), signature.signature()),
                "签名值与签章者证书不符");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new BrokenSeal(null, sentence(otherwise), null);
        }
    }

    private static String sentence(String otherwise) {
        return "印章服务返回的签章不可采用：" + otherwise + "。请联系印章服务的运维单位";
    }
}
