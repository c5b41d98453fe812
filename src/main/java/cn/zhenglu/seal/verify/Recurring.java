package cn.zhenglu.seal.verify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What comes again in document after document of a department: the template and its fonts, the seal, the certificates. What is found of
 * them depends on their bytes alone, so it is kept and not found anew, which saves more than half of a verification. Only what is
 * sound is kept; how much, is bounded, whatever documents say; and nothing that depends on a time.
 */
final class Recurring {

    private static final int CONTENTS = 2_000;
    private static final int CHAINS = 500;
    private static final long CHARACTERS = 2_000_000;
    private static final long CERTIFICATE_BYTES = 1_000_000;

    private final Cache<Packed, byte[]> digests = bounded().maximumSize(CONTENTS).build();
    private final Cache<ByteBuffer, Boolean> wellFormed = bounded().maximumSize(CONTENTS).build();
    private final Cache<ByteBuffer, List<String>> texts = bounded().maximumWeight(CHARACTERS)
            .weigher((ByteBuffer digest, List<String> found) -> 64 + found.stream().mapToInt(text -> 32 + text.length()).sum()).build();
    private final Cache<ByteBuffer, Boolean> signatures = bounded().maximumSize(CONTENTS).build();
    private final Cache<ByteBuffer, X509Certificate> certificates = bounded().maximumWeight(CERTIFICATE_BYTES)
            .weigher((ByteBuffer der, X509Certificate certificate) -> der.capacity()).build();
    private final Cache<Ends, PKIXCertPathBuilderResult> chains = bounded().maximumSize(CHAINS).build();

    /** Tidied up by who uses it: to wake another thread for that took a twentieth of a verification. */
    private static Caffeine<Object, Object> bounded() {
        return Caffeine.newBuilder().executor(Runnable::run);
    }

    /** An entry as it stands in a package: the same packed bytes unpack to the same content. */
    private record Packed(ByteBuffer sha256, int size, int crc) {
    }

    /** From where, through what and to where a chain may lead. */
    private record Ends(X509Certificate certificate, Set<X509Certificate> others, Set<X509Certificate> roots) {
    }

    /** Finds it. */
    @FunctionalInterface
    interface Search<T, E extends Exception> {

        T find() throws E;
    }

    /** SM3 of what an entry of a package holds, once that was found sound. */
    byte[] digest(byte[] zip, ZipDirectory.Entry entry, Search<byte[], Refusal> inspection) throws Refusal {
        Packed packed = new Packed(sha256(ByteBuffer.wrap(zip, entry.dataOffset(), entry.packed())), entry.size(), entry.crc());
        return found(digests, packed, inspection);
    }

    /** Passes once the XML part of this digest was found well-formed and harmless. */
    void scanned(byte[] digest, Search<Void, Refusal> scan) throws Refusal {
        ByteBuffer key = ByteBuffer.wrap(digest);
        if (wellFormed.getIfPresent(key) == null) {
            scan.find();
            wellFormed.put(key, true);
        }
    }

    /** What the XML part of this digest says. */
    List<String> texts(byte[] digest, Search<List<String>, Refusal> reading) throws Refusal {
        return found(texts, ByteBuffer.wrap(digest), () -> List.copyOf(reading.find()));
    }

    /** The certificate that these bytes are, once it was found sound. */
    X509Certificate certificate(byte[] der, Search<X509Certificate, Refusal> parsing) throws Refusal {
        return found(certificates, ByteBuffer.wrap(der), parsing);
    }

    /** Whether a signature is right that comes again, such as a seal's. */
    boolean verifies(byte[] key, byte[] signed, byte[] signature, Search<Boolean, RuntimeException> check) {
        ByteBuffer digest = sha256(framed(key), framed(signed), framed(signature));
        if (signatures.getIfPresent(digest) == null) {
            if (!check.find()) {
                return false;
            }
            signatures.put(digest, true);
        }
        return true;
    }

    /** A chain of certificates; one that was found for another time counts when all in it were in force at this one as well. */
    PKIXCertPathBuilderResult chain(X509Certificate certificate, Collection<X509Certificate> others, Set<X509Certificate> roots, Instant at,
            Search<PKIXCertPathBuilderResult, GeneralSecurityException> build) throws GeneralSecurityException {
        Ends ends = new Ends(certificate, Set.copyOf(others), Set.copyOf(roots));
        PKIXCertPathBuilderResult known = chains.getIfPresent(ends);
        if (known == null || !known.getCertPath().getCertificates().stream().allMatch(link -> CertificateChain.inForce((X509Certificate) link, at))) {
            known = build.find();
            chains.put(ends, known);
        }
        return known;
    }

    private static <K, V, E extends Exception> V found(Cache<K, V> cache, K key, Search<V, E> search) throws E {
        V known = cache.getIfPresent(key);
        if (known == null) {
            known = search.find();
            cache.put(key, known);
        }
        return known;
    }

    private static ByteBuffer framed(byte[] part) {
        return ByteBuffer.allocate(Integer.BYTES + part.length).putInt(part.length).put(part).flip();
    }

    private static ByteBuffer sha256(ByteBuffer... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (ByteBuffer part : parts) {
                sha256.update(part);
            }
            return ByteBuffer.wrap(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
