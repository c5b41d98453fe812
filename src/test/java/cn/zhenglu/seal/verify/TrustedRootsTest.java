package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedRootsTest {

    @TempDir
    private Path folder;

    private final TestAuthority first = new TestAuthority("甲");
    private final TestAuthority second = new TestAuthority("乙");

    @Test
    void roots_that_come_later_are_noticed() {
        TrustedRoots roots = new TrustedRoots(List.of(folder.resolve("trust")));
        assertThat(roots.certificates()).isEmpty();

        first.writeRoot(folder.resolve("trust"));
        assertThat(roots.certificates()).containsExactly(first.root().certificate());

        second.writeRoot(folder.resolve("trust"));
        assertThat(roots.certificates()).containsExactlyInAnyOrder(first.root().certificate(), second.root().certificate());
    }

    @Test
    void roots_that_are_removed_or_replaced_are_noticed() throws IOException {
        Path file = Files.write(folder.resolve("root.cer"), first.root().der());
        TrustedRoots roots = new TrustedRoots(List.of(folder));
        assertThat(roots.certificates()).containsExactly(first.root().certificate());

        Files.write(file, second.root().der());
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(roots.certificates()).containsExactly(second.root().certificate());

        Files.delete(file);
        assertThat(roots.certificates()).isEmpty();
    }

    @Test
    void a_file_can_be_named_itself_and_other_files_in_a_folder_are_left_alone() throws IOException {
        Path file = Files.write(folder.resolve("root.cer"), first.root().der());
        Files.writeString(folder.resolve("README.txt"), "put root certificates here");

        assertThat(new TrustedRoots(List.of(file)).certificates()).hasSize(1);
        assertThat(new TrustedRoots(List.of(folder)).certificates()).hasSize(1);
    }

    @Test
    void a_broken_root_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("root.pem"), "no certificate");

        assertThatThrownBy(() -> new TrustedRoots(List.of(folder)).certificates())
                .isInstanceOf(TrustedRoots.UnreadableRoot.class).hasMessageContaining(file.toString());
    }
}
