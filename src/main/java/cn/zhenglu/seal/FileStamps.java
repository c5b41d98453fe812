package cn.zhenglu.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** When some files were last changed: tells a renewed seal from the one that was read. Taken before the files are read. */
final class FileStamps {

    private record Stamp(Path file, FileTime modified, long size) {
    }

    private final List<Path> files;
    private final List<Stamp> seen;

    private FileStamps(List<Path> files) {
        this.files = files;
        this.seen = look();
    }

    /** Of these files; {@code null} among them is passed over. */
    static FileStamps of(Path... files) {
        return new FileStamps(Stream.of(files).filter(Objects::nonNull).toList());
    }

    /** Whether one of them was changed, removed or added since. */
    boolean changed() {
        return !look().equals(seen);
    }

    private List<Stamp> look() {
        List<Stamp> stamps = new ArrayList<>();
        for (Path file : files) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                stamps.add(new Stamp(file, attributes.lastModifiedTime(), attributes.size()));
            } catch (NoSuchFileException e) {
                stamps.add(new Stamp(file, null, -1));
            } catch (IOException e) {
                stamps.add(new Stamp(file, null, -2)); // reading it will tell what is wrong
            }
        }
        return stamps;
    }
}
