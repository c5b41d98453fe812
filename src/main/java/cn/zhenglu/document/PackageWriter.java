package cn.zhenglu.document;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Packs the files of an OFD package (ZIP) so that the same files always give the same bytes: entries bear no real
 * time. What all licences share is compressed once, and well; what one brings is compressed quickly: two KB more, and half the time. Its
 * fonts are stored: seven KB more, and a third of the time again.
 */
final class PackageWriter {

    /** The earliest time that ZIP can express. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 17);
    private final ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes);

    PackageWriter() {
        zip.setUseZip64(Zip64Mode.Never);
    }

    PackageWriter add(String path, byte[] content) {
        return add(pack(path, content, Deflater.BEST_SPEED));
    }

    PackageWriter store(String path, byte[] content) {
        return add(new Packed(path, ZipEntry.STORED, content, crc(content), content.length));
    }

    PackageWriter add(Packed file) {
        ZipArchiveEntry entry = new ZipArchiveEntry(file.path);
        entry.setMethod(file.method);
        entry.setTimeLocal(NO_TIME);
        entry.setSize(file.size);
        entry.setCrc(file.crc);
        entry.setCompressedSize(file.content.length);
        try {
            zip.addRawArchiveEntry(entry, new ByteArrayInputStream(file.content));
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    byte[] bytes() {
        try {
            zip.close();
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Compresses a file for use in any number of packages. */
    static Packed pack(String path, byte[] content) {
        return pack(path, content, Deflater.BEST_COMPRESSION);
    }

    private static Packed pack(String path, byte[] content, int level) {
        Deflater deflater = new Deflater(level, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            ByteArrayOutputStream deflated = new ByteArrayOutputStream(content.length / 2 + 64);
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                deflated.write(buffer, 0, deflater.deflate(buffer));
            }
            return new Packed(path, ZipEntry.DEFLATED, deflated.toByteArray(), crc(content), content.length);
        } finally {
            deflater.end();
        }
    }

    private static long crc(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return crc.getValue();
    }

    /** A file as it stands in a package. */
    record Packed(String path, int method, byte[] content, long crc, long size) {
    }
}
