package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.jcajce.provider.digest.SM3;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ofdrw.core.signatures.SigType;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.ExtendSignatureContainer;
import org.ofdrw.sign.OFDSigner;
import org.ofdrw.sign.SignMode;
import org.ofdrw.sign.stamppos.NormalStampPos;

/** Files that ofdrw, another maker's library, has signed: its package, its Signature.xml, our seal. */
class OfdrwFileTest {

    private static VerifierFixture fixture;

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeAuthority(@TempDir Path trust) {
        fixture = new VerifierFixture(trust);
    }

    /** Lends our test seal to ofdrw; its own containers do not run beside a current BouncyCastle. */
    private record Container(SealedOfdMaker maker) implements ExtendSignatureContainer {

        @Override
        public MessageDigest getDigestFnc() {
            return new SM3.Digest();
        }

        @Override
        public ASN1ObjectIdentifier getSignAlgOID() {
            return new ASN1ObjectIdentifier(SealedOfdMaker.SM2);
        }

        @Override
        public byte[] sign(InputStream signatureXml, String propertyInfo) throws IOException {
            maker.propertyInfo = propertyInfo;
            return maker.signedValue(signatureXml.readAllBytes());
        }

        @Override
        public byte[] getSeal() {
            return maker.sealData();
        }

        @Override
        public SigType getSignType() {
            return SigType.Seal;
        }
    }

    private byte[] signed(SealedOfdMaker maker, byte[] ofd, SignMode mode) throws IOException, GeneralSecurityException {
        Path in = Files.write(folder.resolve("in.ofd"), ofd);
        Path out = folder.resolve("out.ofd");
        try (OFDReader reader = new OFDReader(in); OFDSigner signer = new OFDSigner(reader, out)) {
            signer.setSignMode(mode);
            signer.setSignContainer(new Container(maker));
            signer.addApPos(new NormalStampPos(1, 50, 50, 40, 40));
            signer.exeSign();
        }
        return Files.readAllBytes(out);
    }

    private static SealedOfdMaker unsigned() {
        SealedOfdMaker maker = fixture.maker();
        maker.replace("OFD.xml", "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>", "");
        return maker;
    }

    @Test
    void a_file_signed_by_ofdrw_is_valid() throws IOException, GeneralSecurityException {
        SealedOfdMaker maker = unsigned();

        VerificationReport report = fixture.verifier.verify(signed(maker, SealedOfdMaker.zip(maker.files), SignMode.ContinueSign));

        assertThat(report.failed()).isEmpty();
        assertThat(report.valid()).isTrue();
    }

    @Test
    void a_second_seal_by_ofdrw_leaves_both_valid() throws IOException, GeneralSecurityException {
        SealedOfdMaker first = unsigned();
        SealedOfdMaker second = fixture.maker();
        second.time = Instant.from(SealedOfdMaker.SIGNED.plusSeconds(60));
        byte[] once = signed(first, SealedOfdMaker.zip(first.files), SignMode.ContinueSign);

        VerificationReport report = fixture.verifier.verify(signed(second, once, SignMode.ContinueSign));

        assertThat(report.failed()).isEmpty();
        assertThat(report.checks()).extracting(Check::sentence).contains("文件有 2 个电子签章。");
        assertThat(report.facts().signedAt()).isEqualTo(second.time);
    }

    @Test
    void a_second_seal_by_a_stranger_makes_the_document_invalid() throws IOException, GeneralSecurityException {
        SealedOfdMaker first = unsigned();
        TestAuthority stranger = new TestAuthority("其他根");
        SealedOfdMaker second = new SealedOfdMaker(stranger.holder("制章机构"), stranger.holder("其他单位"));
        byte[] once = signed(first, SealedOfdMaker.zip(first.files), SignMode.ContinueSign);

        assertThat(fixture.verifier.verify(signed(second, once, SignMode.ContinueSign)).failed())
                .extracting(Check::rule).isEqualTo(List.of(Rule.SIGNER_CHAIN, Rule.MAKER_CHAIN));
    }
}
