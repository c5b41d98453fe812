package cn.zhenglu.seal;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The one Bouncy Castle of the process: making another takes longer than a signature. Not registered with the JVM. */
public final class BouncyCastle {

    /** Give it to {@code getInstance} calls that need SM2 or SM3. */
    public static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {
    }
}
