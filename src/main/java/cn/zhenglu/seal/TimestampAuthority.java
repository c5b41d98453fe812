package cn.zhenglu.seal;

import cn.zhenglu.licence.TryLater;
import cn.zhenglu.seal.ses.SesSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/**
 * Has seal signatures stamped with the time by an authority (RFC 3161, GB/T 20520; SM2 with SM3) and puts the token into them
 * (GB/T 38540-2020, 7.1). A token is believed when it answers our request and its signer leads to {@code zhenglu.trust}.
 */
final class TimestampAuthority {

    private static final ASN1ObjectIdentifier SM3 = new ASN1ObjectIdentifier(Sm3.OID);
    /** The verifier allows as much between seal and stamp. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int NONCE_BITS = 64;
    private static final int MAX_INTERMEDIATES = 5;

    private final TimestampSettings settings;
    private final Authorities authorities;
    private final HttpExchange http;
    private final RetryTemplate retry;
    private final SecureRandom random = new SecureRandom();

    /** @param tls {@code null}: that of the Java runtime */
    TimestampAuthority(TimestampSettings settings, Authorities authorities, SSLContext tls) {
        this.settings = settings;
        this.authorities = authorities;
        HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout()).followRedirects(HttpClient.Redirect.NEVER);
        if (tls != null) {
            client.sslContext(tls);
        }
        this.http = new HttpExchange(client.build(), settings.responseTimeout(), "时间戳服务");
        this.retry = new RetryTemplate(RetryPolicy.builder().maxRetries(Math.max(0, settings.attempts() - 1))
                .delay(FIRST_PAUSE).multiplier(3).includes(HttpExchange.Unanswered.class).build());
    }

    /**
     * The same signature with a timestamp, unless it has one already.
     *
     * @param encoded {@code SES_Signature}, DER
     * @throws BrokenSeal when the authority's answer cannot be used
     * @throws TryLater   when none comes
     */
    byte[] stamp(byte[] encoded) {
        SesSignature signature = SesSignature.parse(encoded);
        if (signature.timestamp() != null) {
            return encoded;
        }
        TimeStampRequest request = request(signature.signature());
        HttpResponse<byte[]> answer;
        try {
            byte[] query = request.getEncoded();
            answer = retry.invoke(() -> http.send(HttpRequest.newBuilder(settings.url())
                    .header("Content-Type", "application/timestamp-query").header("Accept", "application/timestamp-reply")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(query)).build()));
        } catch (IOException e) {
            throw new UncheckedIOException("DER in memory", e);
        }
        if (answer.statusCode() != 200) {
            throw broken("HTTP " + answer.statusCode(), null);
        }
        byte[] token = token(request, answer.body(), signature.tbs().time());
        return new SesSignature(signature.tbs(), signature.certificate(), signature.algorithm(), signature.signature(), token).encoded();
    }

    private TimeStampRequest request(byte[] signature) {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        if (!settings.policy().isBlank()) {
            generator.setReqPolicy(settings.policy());
        }
        return generator.generate(SM3, Sm3.digest(signature), new BigInteger(NONCE_BITS, random));
    }

    private byte[] token(TimeStampRequest request, byte[] answer, Instant signedAt) {
        try {
            TimeStampResponse response = new TimeStampResponse(answer);
            requireGranted(response);
            response.validate(request); // digest, nonce, policy
            TimeStampToken token = response.getTimeStampToken();
            requireSigner(token);
            Instant time = token.getTimeStampInfo().getGenTime().toInstant();
            if (Duration.between(signedAt, time).abs().compareTo(CLOCK_SKEW) > 0) {
                throw broken("其时间与本机时间相差超过 " + CLOCK_SKEW.toMinutes() + " 分钟，请校准时间", null);
            }
            return token.getEncoded("DER");
        } catch (TSPException | IOException | GeneralSecurityException | OperatorCreationException e) {
            throw broken("应答与请求不符，或其签名不正确（" + e.getMessage() + "）", e);
        } catch (BrokenSeal | TryLater e) {
            throw e;
        } catch (RuntimeException e) {
            throw broken("应答无法识别", e); // the answer is hostile input: Bouncy Castle has many words for nonsense
        }
    }

    private static void requireGranted(TimeStampResponse response) {
        int status = response.getStatus();
        if (status == PKIStatus.GRANTED || status == PKIStatus.GRANTED_WITH_MODS) {
            return;
        }
        PKIFailureInfo info = response.getFailInfo();
        boolean passing = status == PKIStatus.WAITING
                || info != null && (info.intValue() == PKIFailureInfo.timeNotAvailable || info.intValue() == PKIFailureInfo.systemFailure);
        if (passing) {
            throw new TryLater("时间戳服务暂不能签发时间戳", null);
        }
        throw broken("请求被拒绝（" + status + "），请核对 zhenglu.timestamp.policy", null);
    }

    private void requireSigner(TimeStampToken token)
            throws GeneralSecurityException, TSPException, OperatorCreationException {
        List<X509Certificate> enclosed = new ArrayList<>();
        X509Certificate signer = null;
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter().setProvider(BouncyCastle.PROVIDER);
        for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
            X509Certificate certificate = converter.getCertificate(holder);
            enclosed.add(certificate);
            if (token.getSID().match(holder)) {
                signer = certificate;
            }
        }
        if (signer == null || !Sm2.isKeyOf(signer)) {
            throw broken("没有附带 SM2 的时间戳机构证书", null);
        }
        // signature, certificate identifier, dates, and that the certificate is for timestamps and nothing else (RFC 3161, 2.3)
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider(BouncyCastle.PROVIDER).build(signer));
        if (!isTrusted(signer, enclosed, token.getTimeStampInfo().getGenTime())) {
            throw broken("其证书未能连到 zhenglu.trust 中的根证书，请将时间戳机构的根证书放入 config/trust", null);
        }
    }

    private boolean isTrusted(X509Certificate signer, List<X509Certificate> enclosed, Date at) throws GeneralSecurityException {
        Set<TrustAnchor> anchors = authorities.certificates().stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
        if (anchors.isEmpty()) {
            return false;
        }
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(signer);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(enclosed), BouncyCastle.PROVIDER));
        parameters.setDate(at);
        parameters.setMaxPathLength(MAX_INTERMEDIATES);
        parameters.setRevocationEnabled(false);
        try {
            PKIXCertPathBuilderResult path = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX", BouncyCastle.PROVIDER)
                    .build(parameters);
            return path.getCertPath().getCertificates().stream()
                    .allMatch(link -> SesSignature.SM2_WITH_SM3.equals(((X509Certificate) link).getSigAlgOID()));
        } catch (CertPathBuilderException noPath) {
            return false;
        }
    }

    private static BrokenSeal broken(String reason, Throwable cause) {
        return new BrokenSeal(null, "时间戳不可采用：" + reason, cause);
    }
}
