package cn.zhenglu.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What OpenSSL computed, see {@code vectors.sh} beside the files. */
final class Vectors {

    private static final Path FOLDER = Path.of("src/test/resources/relay");

    private Vectors() {
    }

    static String text(String file) throws IOException {
        return Files.readString(path(file)).strip();
    }

    static Path path(String file) {
        return FOLDER.resolve(file);
    }
}
