package cn.zhenglu.simulator;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file with secrets: only its owner may read it, and it is there whole or not at all. */
public final class OwnerOnlyFile {

    private OwnerOnlyFile() {
    }

    /** What goes into the file. */
    @FunctionalInterface
    public interface Content {

        /** @throws IOException when it cannot be written */
        void writeTo(Writer out) throws IOException;
    }

    /** Makes the file and its folder. @throws IOException when they cannot be made */
    public static void write(Path file, Content content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path writing = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(writing);
        Files.createFile(writing);
        restrict(writing);
        try (Writer out = Files.newBufferedWriter(writing)) {
            content.writeTo(out);
        }
        try (FileChannel channel = FileChannel.open(writing, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Lets nobody but its owner read or write it, where the file system knows owners. */
    static void restrict(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }
}
