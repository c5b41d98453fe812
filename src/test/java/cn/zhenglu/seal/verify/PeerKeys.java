package cn.zhenglu.seal.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Keys, certificates and the picture of a seal, as {@link cn.zhenglu.peer.OfdrwPeer} wants them. */
public final class PeerKeys {

    private PeerKeys() {
    }

    /** Of an authority that nobody else knows. */
    public static Path write(Path folder) throws IOException {
        return write(folder, new TestAuthority("其他根"));
    }

    /** Valid now: ofdrw dates its seals now. */
    static Path write(Path folder, TestAuthority authority) throws IOException {
        Instant from = Instant.now().minus(2, ChronoUnit.DAYS);
        Instant to = Instant.now().plus(400, ChronoUnit.DAYS);
        Files.createDirectories(folder);
        for (String role : List.of("signer", "maker")) {
            TestAuthority.Identity identity = authority.holder(role.equals("signer") ? "其他单位" : "其他制章机构", from, to);
            Files.write(folder.resolve(role + ".key"), identity.keys().getPrivate().getEncoded());
            Files.write(folder.resolve(role + ".cer"), identity.der());
        }
        Files.write(folder.resolve("seal.png"), SealedOfdMaker.PNG);
        return folder;
    }
}
