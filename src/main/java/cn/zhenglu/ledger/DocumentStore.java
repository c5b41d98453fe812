package cn.zhenglu.ledger;

import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.TryLater;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The sealed files, each under its SM3 digest: {@code documents/ab/cd/abcd….ofd}. A file is first put aside under its
 * submission's id and shown under its digest only after the ledger has recorded it, so that a kill in between leaves no
 * second document.
 */
public class DocumentStore {

    /** Files that wait for their hand-over at most; those beyond are only slower to prove. */
    private static final int KNOWN = 200;

    private final Path documents;
    private final Path aside;
    /** SM3 of what was just put aside, by its SHA-256, which Java digests seven times as fast: proved again within seconds. */
    private final Cache<ByteBuffer, String> known = Caffeine.newBuilder().maximumSize(KNOWN).executor(Runnable::run).build();

    /** @param dataDir the folder that holds {@code documents} */
    public DocumentStore(Path dataDir) {
        documents = dataDir.resolve("documents");
        aside = documents.resolve("pending");
    }

    /**
     * Writes a file aside, replacing what an earlier attempt of the same submission left there.
     *
     * @return its SM3 digest, 64 hex digits
     * @throws TryLater when the store takes no files now
     */
    String putAside(String submissionId, byte[] ofd) {
        try {
            Files.createDirectories(aside);
            Path file = asideFile(submissionId);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer rest = ByteBuffer.wrap(ofd);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            String digest = HexFormat.of().formatHex(Sm3.digest(ofd));
            known.put(sha256(ofd), digest);
            return digest;
        } catch (IOException e) {
            // nothing is wrong with the licence: it goes on by itself when there is room again
            throw new TryLater("证照文件无法写入 " + aside + "，请检查磁盘空间和目录权限，恢复后自动继续（" + e.getMessage() + "）", null, e);
        }
    }

    /**
     * Shows a recorded file under its digest; does nothing when it is there already.
     *
     * @throws NeedsPerson when it is gone
     * @throws TryLater    when the store takes no files now
     */
    void publish(String submissionId, String digest) {
        Path target = file(digest);
        if (Files.exists(target)) {
            return;
        }
        try {
            Files.createDirectories(target.getParent());
            Files.move(asideFile(submissionId), target, StandardCopyOption.ATOMIC_MOVE);
            force(target.getParent());
        } catch (IOException e) {
            if (Files.exists(target)) {
                return; // another worker of the same submission was faster
            }
            if (Files.exists(asideFile(submissionId))) {
                throw new TryLater("证照文件无法移入 " + target.getParent() + "，请检查磁盘空间和目录权限，恢复后自动继续（" + e.getMessage() + "）",
                        null, e);
            }
            throw missing(digest, e);
        }
    }

    /**
     * Reads a sealed file and proves that it is still the one that was stored.
     *
     * @throws NeedsPerson when it is missing or was altered
     */
    public byte[] read(String digest) {
        return read(file(digest), digest);
    }

    /**
     * Proves that a recorded file is there and whole, also one that was sealed and has not been shown yet.
     *
     * @throws NeedsPerson when it is missing or was altered
     */
    void prove(String submissionId, String digest) {
        boolean shown = Files.exists(file(digest)) || Files.notExists(asideFile(submissionId));
        read(shown ? file(digest) : asideFile(submissionId), digest);
    }

    private byte[] read(Path file, String digest) {
        byte[] ofd;
        try {
            ofd = Files.readAllBytes(file);
        } catch (IOException e) {
            throw missing(digest, e);
        }
        if (!digest.equals(known.getIfPresent(sha256(ofd))) && !digest.equals(HexFormat.of().formatHex(Sm3.digest(ofd)))) {
            throw new NeedsPerson("document.altered", null, "证照文件内容与台账摘要不一致：" + digest,
                    "请从备份恢复该文件，并查明是谁改动了证照库");
        }
        return ofd;
    }

    private static ByteBuffer sha256(byte[] bytes) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static NeedsPerson missing(String digest, IOException cause) {
        NeedsPerson missing = new NeedsPerson("document.missing", null, "证照文件缺失或无法读取：" + digest,
                "请检查证照库目录 documents 及其权限，必要时从备份恢复");
        missing.initCause(cause);
        return missing;
    }

    private Path asideFile(String submissionId) {
        return aside.resolve(submissionId + ".sealed");
    }

    private Path file(String digest) {
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not an SM3 digest: " + digest);
        }
        return documents.resolve(digest.substring(0, 2)).resolve(digest.substring(2, 4)).resolve(digest + ".ofd");
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
