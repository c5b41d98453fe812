package cn.zhenglu.install;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies a data folder that a server is writing to. Sealed files never change under their digest, so that only their coming needs
 * thought: they are put aside first and then moved, hence those put aside are copied first.
 */
final class DataFolder {

    private static final Path ASIDE = Path.of("documents/pending");
    private static final Path DOCUMENTS = Path.of("documents");
    /** The broker's journal holds pointers into the ledger only, and could not be copied while it is written. */
    private static final Path BROKER = Path.of("broker");

    private final Path folder;
    private final Path earlier;

    /** @param earlier a copy made before, with which unchanged documents may share their place on the disk; or {@code null} */
    DataFolder(Path folder, Path earlier) {
        this.folder = folder;
        this.earlier = earlier;
    }

    /** @return how many sealed files the copy holds */
    long copyTo(Path target) throws IOException {
        Files.createDirectories(target);
        copyBelow(folder.resolve(ASIDE), target);
        copyBelow(folder, target);
        return documents(target);
    }

    /** How many sealed files lie in a data folder. */
    static long documents(Path folder) throws IOException {
        Path documents = folder.resolve(DOCUMENTS);
        if (Files.notExists(documents)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(documents)) {
            return files.filter(file -> file.toString().endsWith(".ofd") && !file.startsWith(folder.resolve(ASIDE))).count();
        }
    }

    /** Where a sealed file lies in a data folder. */
    static Path document(Path folder, String digest) {
        return folder.resolve(DOCUMENTS).resolve(digest.substring(0, 2)).resolve(digest.substring(2, 4)).resolve(digest + ".ofd");
    }

    private void copyBelow(Path from, Path target) throws IOException {
        for (Path file : files(from)) {
            Path relative = folder.relativize(file);
            Path copy = target.resolve(relative);
            Files.createDirectories(copy.getParent());
            try {
                if (!linked(relative, copy)) {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            } catch (NoSuchFileException e) {
                // moved on since it was listed: copied where it went, or taken in by the server
            }
        }
    }

    private List<Path> files(Path from) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.notExists(from)) {
            return found;
        }
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : children.toList()) {
                if (Files.isDirectory(child)) {
                    if (!folder.relativize(child).equals(BROKER)) {
                        found.addAll(files(child));
                    }
                } else if (Files.isRegularFile(child)) {
                    found.add(child);
                }
            }
        }
        return found;
    }

    private boolean linked(Path relative, Path copy) throws IOException {
        if (earlier == null || !relative.startsWith(DOCUMENTS) || relative.startsWith(ASIDE) || Files.exists(copy)) {
            return false;
        }
        Path before = earlier.resolve(relative);
        if (Files.notExists(before)) {
            return false;
        }
        try {
            Files.createLink(copy, before);
            return true;
        } catch (UnsupportedOperationException | FileAlreadyExistsException e) {
            return false;
        }
    }
}
