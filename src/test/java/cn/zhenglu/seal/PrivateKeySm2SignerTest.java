package cn.zhenglu.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrivateKeySm2SignerTest {

    @Test
    void oneSignerServesManyMessagesAndThreads() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
        keys.initialize(new ECGenParameterSpec("sm2p256v1"));
        KeyPair pair = keys.generateKeyPair();
        PrivateKeySm2Signer signer = new PrivateKeySm2Signer(pair.getPrivate());

        assertThat(IntStream.range(0, 200).parallel().mapToObj(i -> ("message " + i).repeat(i).getBytes(StandardCharsets.UTF_8)))
                .allMatch(message -> {
                    byte[] signature = signer.sign(message);
                    return Sm2.verifies(pair.getPublic(), message, signature)
                            && !Sm2.verifies(pair.getPublic(), "another".getBytes(StandardCharsets.UTF_8), signature);
                });
    }
}
