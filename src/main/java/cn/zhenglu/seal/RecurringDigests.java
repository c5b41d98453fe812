package cn.zhenglu.seal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * SM3 of the files that the template puts into every package: three quarters of all bytes, for which unpacking and digesting took most
 * of the sealing. They are known again by SHA-256 of their packed form, which Java digests ten times faster.
 */
final class RecurringDigests {

    private static final int KEPT = 1_000;

    /** Tidied up by who uses it: to wake another thread for that took a twentieth of sealing. */
    private final Cache<Packed, byte[]> digests = Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

    private record Packed(ByteBuffer sha256, int method, long size) {
    }

    byte[] of(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        Packed packed;
        try (InputStream raw = zip.getRawInputStream(entry)) {
            packed = new Packed(ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(raw.readAllBytes())), entry.getMethod(), entry.getSize());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        byte[] known = digests.getIfPresent(packed);
        if (known == null) {
            try (InputStream content = zip.getInputStream(entry)) {
                known = Sm3.digest(content);
            }
            digests.put(packed, known);
        }
        return known;
    }
}
