package cn.zhenglu.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cn.zhenglu.PrivateTls;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerDatabaseTest {

    @Test
    void aBackupIsTakenFromNobodyButTheDatabaseThatTheAuthorityVouchesFor(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/pg_dump")), "PostgreSQL's client tools are not installed");
        PrivateTls tls = new PrivateTls();
        Path ours = Files.writeString(folder.resolve("ours.pem"), tls.pem());
        Path others = Files.writeString(folder.resolve("others.pem"), new PrivateTls().pem());
        try (EmbeddedPostgres postgres = tls.postgres(folder)) {
            String address = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres?sslmode=verify-full&sslrootcert=";

            new LedgerDatabase(address + ours, "postgres", "").dump(folder.resolve("ledger.dump"));
            assertThat(folder.resolve("ledger.dump")).isNotEmptyFile();
            assertThatThrownBy(() -> new LedgerDatabase(address + others, "postgres", "").dump(folder.resolve("none.dump")))
                    .isInstanceOf(Unusable.class).hasMessageContaining("SSL error");
        }
    }

    /** The first host is nobody: with several, the tools ask each as the server does. */
    @Test
    void ofTwoHostsTheOneThatWorksIsBackedUp(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/pg_dump")), "PostgreSQL's client tools are not installed");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String address = "jdbc:postgresql://127.0.0.1:1,127.0.0.1:" + postgres.getPort() + "/postgres?targetServerType=primary";

            new LedgerDatabase(address, "postgres", "").dump(folder.resolve("ledger.dump"));
            assertThat(folder.resolve("ledger.dump")).isNotEmptyFile();
        }
    }
}
