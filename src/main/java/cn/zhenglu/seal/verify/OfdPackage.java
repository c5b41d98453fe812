package cn.zhenglu.seal.verify;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.bouncycastle.crypto.digests.SM3Digest;

/**
 * The files of an OFD package (GB/T 33190-2016, 7.2) in memory. Every entry was unpacked once, within the limits, when the package
 * was opened; its digest is kept, and the content of small ones that are asked for, so that memory stays near the size of the file.
 */
final class OfdPackage {

    /** Beginnings of archives in which more could hide: ZIP, gzip, 7z, RAR, xz, bzip2. */
    private static final List<byte[]> ARCHIVES = List.of(
            new byte[] {'P', 'K', 3, 4}, new byte[] {'P', 'K', 5, 6}, new byte[] {0x1f, (byte) 0x8b, 8},
            new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf}, new byte[] {'R', 'a', 'r', '!'},
            new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z'}, new byte[] {'B', 'Z', 'h'});
    private static final int LONGEST_MAGIC = 5;
    /** Bytes of contents that are kept: pages and their lists are read again and again, and unpacking takes a seventh of a verification. */
    private static final int KEPT = 1 << 20;

    private record File(ZipDirectory.Entry entry, byte[] digest) {
    }

    private final byte[] zip;
    private final Map<String, File> files = new LinkedHashMap<>();
    private final Map<String, byte[]> contents = new HashMap<>();
    private int kept;

    private OfdPackage(byte[] zip) {
        this.zip = zip;
    }

    /** @throws Refusal when the package is broken, dangerous or too large */
    static OfdPackage open(byte[] zip, Limits limits, Recurring recurring) throws Refusal {
        OfdPackage opened = new OfdPackage(zip);
        for (ZipDirectory.Entry entry : ZipDirectory.read(zip, limits)) {
            byte[] digest = recurring.digest(zip, entry, () -> opened.inspect(entry));
            if (!entry.folder()) {
                opened.files.put("/" + entry.name(), new File(entry, digest));
            }
        }
        return opened;
    }

    /** Absolute paths of all files, as {@code ST_Loc} writes them: with a leading slash. */
    Set<String> paths() {
        return Collections.unmodifiableSet(files.keySet());
    }

    boolean has(String path) {
        return files.containsKey(path);
    }

    /** SM3 (GB/T 32905) of a file that exists. */
    byte[] digest(String path) {
        return files.get(path).digest.clone();
    }

    /** Unpacked size of a file that exists. */
    int size(String path) {
        return files.get(path).entry.size();
    }

    /** The content of a file that exists; to be read only. */
    byte[] bytes(String path) throws Refusal {
        byte[] known = contents.get(path);
        if (known != null) {
            return known;
        }
        byte[] content = unpacked(files.get(path).entry);
        if (content.length <= KEPT - kept) {
            kept += content.length;
            contents.put(path, content);
        }
        return content;
    }

    private byte[] unpacked(ZipDirectory.Entry entry) throws Refusal {
        byte[] content = new byte[entry.size()];
        int[] filled = {0};
        unpack(entry, (buffer, length) -> {
            System.arraycopy(buffer, 0, content, filled[0], length);
            filled[0] += length;
        });
        return content;
    }

    private byte[] inspect(ZipDirectory.Entry entry) throws Refusal {
        SM3Digest sm3 = new SM3Digest();
        CRC32 crc = new CRC32();
        byte[] head = new byte[LONGEST_MAGIC];
        int[] seen = {0};
        unpack(entry, (buffer, length) -> {
            for (int i = 0; i < length && seen[0] + i < head.length; i++) {
                head[seen[0] + i] = buffer[i];
            }
            seen[0] += length;
            crc.update(buffer, 0, length);
            sm3.update(buffer, 0, length);
        });
        if ((int) crc.getValue() != entry.crc()) {
            throw new Refusal(Rule.PACKAGE_ENTRY_DATA, "条目“" + entry.name() + "”的内容与其校验值（CRC-32）不符。");
        }
        for (byte[] magic : ARCHIVES) {
            if (Arrays.equals(magic, Arrays.copyOf(head, magic.length))) {
                throw new Refusal(Rule.PACKAGE_NESTED_ARCHIVE, "条目“" + entry.name() + "”本身又是压缩包，其中内容无从核验。");
            }
        }
        byte[] digest = new byte[sm3.getDigestSize()];
        sm3.doFinal(digest, 0);
        return digest;
    }

    private interface Sink {

        void accept(byte[] buffer, int length);
    }

    /** Unpacks exactly the declared number of bytes, or refuses. */
    private void unpack(ZipDirectory.Entry entry, Sink sink) throws Refusal {
        byte[] buffer = new byte[16 * 1024];
        if (!entry.deflated()) {
            for (int done = 0; done < entry.size(); done += buffer.length) {
                int length = Math.min(buffer.length, entry.size() - done);
                System.arraycopy(zip, entry.dataOffset() + done, buffer, 0, length);
                sink.accept(buffer, length);
            }
            return;
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(zip, entry.dataOffset(), entry.packed());
            long total = 0;
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                total += length;
                if (total > entry.size() || length == 0 && !inflater.finished()) {
                    throw lengthDiffers(entry);
                }
                sink.accept(buffer, length);
            }
            if (total != entry.size() || inflater.getRemaining() != 0) {
                throw lengthDiffers(entry);
            }
        } catch (DataFormatException e) {
            throw new Refusal(Rule.PACKAGE_ENTRY_DATA, "条目“" + entry.name() + "”的压缩数据已损坏。", e);
        } finally {
            inflater.end();
        }
    }

    private static Refusal lengthDiffers(ZipDirectory.Entry entry) {
        return new Refusal(Rule.PACKAGE_ENTRY_DATA, "条目“" + entry.name() + "”解压后的长度与压缩包目录所载的 " + entry.size() + " 字节不符。");
    }
}
