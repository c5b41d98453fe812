package cn.zhenglu.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of data folders. Backup and restore as a whole are done by the newcomer, from the archive. */
class DataFolderTest {

    private static final String DIGEST = "ab".repeat(32);

    @TempDir
    Path folder;

    @Test
    void documentsAreSharedWithTheEarlierBackupAndEverythingElseIsCopiedButTheBrokersJournal() throws IOException {
        Path data = folder.resolve("data");
        write(DataFolder.document(data, DIGEST), "sealed");
        write(data.resolve("documents/pending/one.sealed"), "put aside");
        write(data.resolve("inbox/list.csv"), "not read yet");
        write(data.resolve("broker/journal/1"), "pointers");

        assertThat(new DataFolder(data, null).copyTo(folder.resolve("first"))).isEqualTo(1);
        write(data.resolve("documents/pending/one.sealed"), "put aside anew");
        new DataFolder(data, folder.resolve("first")).copyTo(folder.resolve("second"));

        assertThat(folder.resolve("second/broker")).doesNotExist();
        assertThat(folder.resolve("second/inbox/list.csv")).hasContent("not read yet");
        assertThat(folder.resolve("second/documents/pending/one.sealed")).hasContent("put aside anew");
        assertThat(folder.resolve("first/documents/pending/one.sealed")).hasContent("put aside");
        assertThat(links(DataFolder.document(folder.resolve("first"), DIGEST))).as("one file in both").isEqualTo(2);
        assertThat(links(DataFolder.document(data, DIGEST))).as("never shared with the server's own").isEqualTo(1);
    }

    private static int links(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:nlink");
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
