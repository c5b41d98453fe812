package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimestampTest {

    private static VerifierFixture fixture;

    @BeforeAll
    static void makeAuthority(@TempDir Path trust) {
        fixture = new VerifierFixture(trust);
    }

    static byte[] token(TestAuthority.Identity authority, byte[] signature, Instant time) {
        try {
            DigestCalculator sm3 = new JcaDigestCalculatorProviderBuilder().setProvider(TestAuthority.BC).build()
                    .get(new AlgorithmIdentifier(new ASN1ObjectIdentifier(SealedOfdMaker.SM3)));
            TimeStampTokenGenerator generator = new TimeStampTokenGenerator(
                    new JcaSimpleSignerInfoGeneratorBuilder().setProvider(TestAuthority.BC)
                            .build("SM3withSM2", authority.keys().getPrivate(), authority.certificate()),
                    sm3, new ASN1ObjectIdentifier("1.2.3.4"));
            generator.addCertificates(new JcaCertStore(List.of(authority.certificate())));
            TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
            requests.setCertReq(true);
            TimeStampRequest request = requests.generate(new ASN1ObjectIdentifier(SealedOfdMaker.SM3),
                    SealedOfdMaker.digest("SM3", signature), BigInteger.ONE);
            return generator.generate(request, BigInteger.TWO, Date.from(time)).getEncoded();
        } catch (OperatorCreationException | CertificateEncodingException | TSPException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SealedOfdMaker stamped(TestAuthority.Identity authority, Instant time) {
        SealedOfdMaker maker = fixture.maker();
        maker.timestamp = signature -> token(authority, signature, time);
        return maker;
    }

    @Test
    void a_timestamp_over_the_signature_is_verified() {
        VerificationReport report = fixture.verify(stamped(fixture.authority.timestampAuthority("时间戳机构"), SealedOfdMaker.SIGNED));

        assertThat(report.failed()).isEmpty();
        assertThat(report.checks()).contains(new Check(Rule.TIMESTAMP, Outcome.PASSED, "时间戳有效，时间为 2026年3月1日 10:00:00。"));
    }

    @Test
    void a_timestamp_over_something_else_is_found() {
        SealedOfdMaker maker = fixture.maker();
        TestAuthority.Identity authority = fixture.authority.timestampAuthority("时间戳机构");
        maker.timestamp = signature -> token(authority, new byte[] {1}, SealedOfdMaker.SIGNED);
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.TIMESTAMP);
    }

    @Test
    void a_timestamp_of_a_strange_authority_is_found() {
        fixture.assertRefusedOnlyFor(stamped(new TestAuthority("其他根").timestampAuthority("时间戳机构"), SealedOfdMaker.SIGNED).ofd(),
                Rule.TIMESTAMP);
    }

    @Test
    void a_timestamp_older_than_the_signature_is_found() {
        fixture.assertRefusedOnlyFor(stamped(fixture.authority.timestampAuthority("时间戳机构"),
                SealedOfdMaker.SIGNED.minus(Duration.ofDays(1))).ofd(), Rule.TIMESTAMP);
    }

    @Test
    void a_corrupt_timestamp_is_found() {
        TestAuthority.Identity authority = fixture.authority.timestampAuthority("时间戳机构");
        for (int at : new int[] {0, 10, 200, -1}) {
            SealedOfdMaker maker = fixture.maker();
            maker.timestamp = signature -> {
                byte[] token = token(authority, signature, SealedOfdMaker.SIGNED);
                token[at < 0 ? token.length + at : at] ^= 1;
                return token;
            };
            fixture.assertRefusedOnlyFor(maker.ofd(), Rule.TIMESTAMP);
        }
    }

    @Test
    void an_empty_timestamp_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.timestamp = signature -> new byte[0];
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.TIMESTAMP);
    }
}
