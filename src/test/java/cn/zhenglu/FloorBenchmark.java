package cn.zhenglu;

import cn.zhenglu.licence.Submission;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What making a sealed licence cannot do without, on the bytes of a real one: one SM2 signature, SM3 of the files that the signature
 * covers, the quickest deflate of those in which two licences differ. See {@link Benchmarks}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(2)
public class FloorBenchmark {

    private final List<byte[]> covered = new ArrayList<>();
    private final List<byte[]> own = new ArrayList<>();
    private final SM2Signer signer = new SM2Signer();
    private byte[] signed;

    @Setup
    public void open() throws IOException {
        try (SealingRoom room = new SealingRoom(Files.createTempDirectory("benchmark"))) {
            List<Submission> licences = TenLicences.all();
            Map<String, byte[]> one = unzip(room.seal(licences.get(1)));
            Map<String, byte[]> other = unzip(room.seal(licences.get(2)));
            one.forEach((name, content) -> {
                if (!name.endsWith("/Signatures.xml") && !name.endsWith("/SignedValue.dat")) {
                    covered.add(content);
                }
                if (!Arrays.equals(content, other.get(name))) {
                    own.add(content);
                }
                if (name.endsWith("/Signature.xml")) {
                    signed = content;
                }
            });
        }
        X9ECParameters curve = CustomNamedCurves.getByName("sm2p256v1"); // the arithmetic made for this curve, as ours uses it
        // the public key, which it works out here, is the same for every signature
        signer.init(true, new ECPrivateKeyParameters(java.math.BigInteger.valueOf(0x1F2E3D4C5B6A7988L).pow(3), new ECDomainParameters(curve)));
    }

    @Benchmark
    public byte[] signature() throws CryptoException {
        signer.update(signed, 0, signed.length);
        return signer.generateSignature();
    }

    @Benchmark
    public void digests(Blackhole hole) {
        for (byte[] content : covered) {
            SM3Digest sm3 = new SM3Digest();
            sm3.update(content, 0, content.length);
            byte[] digest = new byte[32];
            sm3.doFinal(digest, 0);
            hole.consume(digest);
        }
    }

    @Benchmark
    public int deflate() {
        int total = 0;
        byte[] buffer = new byte[1 << 17];
        for (byte[] content : own) {
            Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
            deflater.setInput(content);
            deflater.finish();
            while (!deflater.finished()) {
                total += deflater.deflate(buffer);
            }
            deflater.end();
        }
        return total;
    }

    private static Map<String, byte[]> unzip(byte[] ofd) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(ofd))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }
}
