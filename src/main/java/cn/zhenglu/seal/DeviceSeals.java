package cn.zhenglu.seal;

import cn.zhenglu.licence.TryLater;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.login.LoginException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Seals whose key never leaves a device (kind {@code pkcs11}), reached through a JCA provider: that of the device's vendor, or the
 * JDK's SunPKCS11 where the device signs SM2 through it. The seal maker's file lies beside us; the device holds key and certificate.
 */
final class DeviceSeals implements SealKind {

    /** Bytes of r and of s. */
    private static final int HALF = 32;

    /**
     * {@code zhenglu.seals.<name>} of this kind.
     *
     * @param provider      class name of the vendor's JCA provider, or the name of one that the Java runtime has
     * @param library       jar with the vendor's provider, or {@code null} when it is on the class path
     * @param configuration the provider's own configuration file, handed to {@link Provider#configure}; or {@code null}
     * @param keystoreType  type of the keystore that shows what is in the device
     * @param alias         of the key in the device; may be left out when there is one key only
     * @param password      of the device (PIN)
     * @param certificate   PEM or DER, for devices that hold the key only; or {@code null}
     * @param seal          the seal maker's file ({@code SESeal}, DER)
     * @param algorithm     the provider's name for SM2 with SM3
     */
    record Setting(@DefaultValue("SunPKCS11") String provider, Path library, String configuration,
            @DefaultValue("PKCS11") String keystoreType, String alias, char[] password, Path certificate, Path seal,
            @DefaultValue("SM3withSM2") String algorithm) {

        /** Without the password. */
        @Override
        public String toString() {
            return "DeviceSeals.Setting[" + provider + ", " + alias + ']';
        }
    }

    /** One a configuration: a device may be opened only once. */
    private final Map<String, Provider> providers = new ConcurrentHashMap<>();
    /** Devices that have refused the PIN: they lock themselves after a few wrong ones, so none is asked again before the next start. */
    private final Set<String> shut = ConcurrentHashMap.newKeySet();

    @Override
    public OpenSeal open(String name, Binder settings) {
        Setting setting = SealSettings.of(name, settings, Setting.class);
        if (setting.seal() == null) {
            throw new BrokenSeal("seal", "请填写印章文件（.esl）的路径", null);
        }
        if (setting.password() == null) {
            throw new BrokenSeal("password", "请填写密码设备的口令（PIN）", null);
        }
        try {
            FileStamps files = FileStamps.of(setting.seal(), setting.certificate());
            byte[] seal = read(setting.seal());
            String device = setting.provider() + '\n' + setting.library() + '\n' + setting.configuration();
            Provider provider = providers.computeIfAbsent(device, first -> provider(setting));
            KeyStore keystore = KeyStore.getInstance(setting.keystoreType(), provider);
            unlock(keystore, setting, device);
            String alias = alias(keystore, setting);
            PrivateKey key = (PrivateKey) keystore.getKey(alias, setting.password());
            MatchedSeal.Origin origin = new MatchedSeal.Origin(setting.certificate() == null ? "密码设备中的证书"
                    : "证书文件 " + setting.certificate() + " ", "印章文件 " + setting.seal() + " ", "seal");
            MatchedSeal matched = MatchedSeal.of(name, seal, certificate(keystore, alias, setting), origin);
            return KeyedSeal.of(matched, new DeviceSigner(provider, setting.algorithm(), key), files, origin);
        } catch (IOException | GeneralSecurityException | ProviderException e) {
            throw new TryLater("密码设备无法打开，请检查设备连接、驱动和口令：" + e.getMessage(), null, e);
        } finally {
            Arrays.fill(setting.password(), '\0');
        }
    }

    private void unlock(KeyStore keystore, Setting setting, String device) throws IOException, GeneralSecurityException {
        if (shut.contains(device)) {
            throw wrongPin(null);
        }
        try {
            keystore.load(null, setting.password());
        } catch (IOException e) {
            if (isWrongPin(e)) {
                shut.add(device);
                throw wrongPin(e);
            }
            throw e;
        }
    }

    private static BrokenSeal wrongPin(Throwable cause) {
        return new BrokenSeal("password", "密码设备的口令（PIN）不正确；为免设备锁死，不再尝试，请改正后重新启动", cause);
    }

    /** As the JDK's provider and those that follow it tell it. */
    private static boolean isWrongPin(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnrecoverableKeyException || cause instanceof LoginException
                    || cause.getMessage() != null && cause.getMessage().contains("CKR_PIN_")) {
                return true;
            }
        }
        return false;
    }

    private static Provider provider(Setting setting) {
        Provider found = Security.getProvider(setting.provider());
        try {
            if (found == null) {
                ClassLoader loader = setting.library() == null ? DeviceSeals.class.getClassLoader()
                        : new URLClassLoader(new URL[] {library(setting.library())}, DeviceSeals.class.getClassLoader());
                found = (Provider) Class.forName(setting.provider(), true, loader).getConstructor().newInstance();
            }
            return setting.configuration() == null ? found : found.configure(setting.configuration());
        } catch (ClassNotFoundException e) {
            throw new BrokenSeal("provider", "找不到密码设备的 JCA 提供者「" + setting.provider()
                    + "」，请核对名称，并用 library 指明厂商的 jar 文件", e);
        } catch (InvocationTargetException e) {
            throw new TryLater("密码设备的 JCA 提供者未能启动：" + e.getCause().getMessage(), null, e);
        } catch (ReflectiveOperationException | ClassCastException | IOException e) {
            throw new BrokenSeal("provider", "「" + setting.provider() + "」不是可用的 JCA 提供者：" + e.getMessage(), e);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            throw new BrokenSeal("configuration", "JCA 提供者「" + setting.provider() + "」不接受所给的配置：" + e.getMessage(), e);
        }
    }

    private static URL library(Path jar) throws IOException {
        if (!Files.isRegularFile(jar)) {
            throw new BrokenSeal("library", "文件 " + jar + " 不存在", null);
        }
        return jar.toUri().toURL();
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new BrokenSeal("seal", "文件 " + file + " 不存在", e);
        }
    }

    private static String alias(KeyStore keystore, Setting setting) throws GeneralSecurityException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(keystore.aliases())) {
            if (keystore.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (setting.alias() == null && keys.size() == 1) {
            return keys.get(0);
        }
        if (setting.alias() == null || !keys.contains(setting.alias())) {
            throw new BrokenSeal("alias", "密码设备中没有私钥「" + setting.alias() + "」，现有：" + String.join("、", keys), null);
        }
        return setting.alias();
    }

    /** Read again with our own provider: what a device's provider makes of an SM2 certificate is not to be relied on. */
    private static X509Certificate certificate(KeyStore keystore, String alias, Setting setting)
            throws GeneralSecurityException, IOException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER);
        if (setting.certificate() != null) {
            try (InputStream file = Files.newInputStream(setting.certificate())) {
                return (X509Certificate) factory.generateCertificate(file);
            } catch (NoSuchFileException e) {
                throw new BrokenSeal("certificate", "文件 " + setting.certificate() + " 不存在", e);
            }
        }
        if (keystore.getCertificate(alias) == null) {
            throw new BrokenSeal("certificate", "密码设备中没有该私钥的证书，请用 certificate 指明证书文件", null);
        }
        return (X509Certificate) factory.generateCertificate(
                new ByteArrayInputStream(keystore.getCertificate(alias).getEncoded()));
    }

    /** Has the device sign SM3(Z‖message). */
    private record DeviceSigner(Provider provider, String algorithm, PrivateKey key) implements Sm2Signer {

        @Override
        public byte[] sign(byte[] message) {
            try {
                Signature sm2 = Signature.getInstance(algorithm, provider);
                sm2.initSign(key);
                sm2.update(message);
                return der(sm2.sign());
            } catch (NoSuchAlgorithmException e) {
                throw new BrokenSeal("algorithm", "JCA 提供者不支持签名算法「" + algorithm + "」", e);
            } catch (GeneralSecurityException | ProviderException e) {
                throw new TryLater("密码设备未能签名，请检查设备：" + e.getMessage(), null, e);
            }
        }

        /** Many devices (GM/T 0018) answer r and s side by side; a DER sequence of that very length does not occur in practice. */
        private static byte[] der(byte[] signature) {
            if (signature.length != 2 * HALF) {
                return signature;
            }
            try {
                return new DERSequence(new ASN1Integer[] {
                    new ASN1Integer(new BigInteger(1, signature, 0, HALF)),
                    new ASN1Integer(new BigInteger(1, signature, HALF, HALF))}).getEncoded(ASN1Encoding.DER);
            } catch (IOException e) {
                throw new UncheckedIOException("DER in memory", e);
            }
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "DeviceSigner[" + algorithm + ']';
        }
    }
}
