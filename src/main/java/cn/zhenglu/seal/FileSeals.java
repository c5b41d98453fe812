package cn.zhenglu.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Seals in files (kind {@code file}): a PKCS#12 keystore and the seal maker's file. */
final class FileSeals implements SealKind {

    /**
     * {@code zhenglu.seals.<name>} of this kind.
     *
     * @param keystore PKCS#12 file with the SM2 key and its certificate
     * @param password of the keystore
     * @param seal     the seal maker's file ({@code SESeal}, DER); default: beside the keystore, ending in {@code .esl}
     * @param picture  the seal's picture, to be checked against the one in the seal; or {@code null}
     */
    record Setting(Path keystore, char[] password, Path seal, Path picture) {

        Path sealOrBeside() {
            if (seal != null) {
                return seal;
            }
            String name = keystore.getFileName().toString();
            return keystore.resolveSibling(name.replaceFirst("\\.[^.]*$", "") + ".esl");
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "FileSeals.Setting[" + keystore + ']';
        }
    }

    @Override
    public OpenSeal open(String name, Binder settings) {
        Setting setting = SealSettings.of(name, settings, Setting.class);
        if (setting.keystore() == null) {
            throw new BrokenSeal("keystore", "请填写密钥库（PKCS#12 文件）的路径", null);
        }
        if (setting.password() == null) {
            throw new BrokenSeal("password", "请填写密钥库的口令", null);
        }
        return read(name, setting);
    }

    /** Clears the password. */
    static KeyedSeal read(String name, Setting setting) {
        try {
            FileStamps files = FileStamps.of(setting.keystore(), setting.sealOrBeside(), setting.picture());
            MatchedSeal.Origin origin = new MatchedSeal.Origin("密钥库 " + setting.keystore() + " 中的证书",
                    "印章文件 " + setting.sealOrBeside() + " ", "keystore");
            KeyStore keystore = keystore(setting);
            String alias = onlyKey(keystore, setting.keystore());
            X509Certificate certificate = (X509Certificate) keystore.getCertificate(alias);
            if (certificate == null) {
                throw new BrokenSeal("keystore", "密钥库 " + setting.keystore() + " 中的私钥没有证书", null);
            }
            MatchedSeal matched = MatchedSeal.of(name, Files.readAllBytes(setting.sealOrBeside()), certificate, origin);
            requirePicture(matched, setting);
            Sm2Signer signer = new PrivateKeySm2Signer((PrivateKey) keystore.getKey(alias, setting.password()));
            return KeyedSeal.of(matched, signer, files, origin);
        } catch (NoSuchFileException e) {
            throw new BrokenSeal("keystore", "文件 " + e.getFile() + " 不存在", e);
        } catch (IOException e) {
            throw new BrokenSeal("keystore", "文件无法读取：" + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new BrokenSeal("keystore", "密钥库 " + setting.keystore() + " 中的密钥或证书无法使用：" + e.getMessage(), e);
        } finally {
            Arrays.fill(setting.password(), '\0');
        }
    }

    private static KeyStore keystore(Setting setting) throws IOException, GeneralSecurityException {
        KeyStore keystore = KeyStore.getInstance("PKCS12", BouncyCastle.PROVIDER);
        try (InputStream file = Files.newInputStream(setting.keystore())) {
            keystore.load(file, setting.password());
            return keystore;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new BrokenSeal("keystore", "密钥库 " + setting.keystore() + " 无法打开，口令不正确，或不是 PKCS#12 文件", e);
        }
    }

    private static String onlyKey(KeyStore keystore, Path file) throws GeneralSecurityException {
        List<String> aliases = new ArrayList<>();
        for (String alias : Collections.list(keystore.aliases())) {
            if (keystore.isKeyEntry(alias)) {
                aliases.add(alias);
            }
        }
        if (aliases.size() != 1) {
            throw new BrokenSeal("keystore", "密钥库 " + file + " 应当只含一个私钥，实际含 " + aliases.size() + " 个", null);
        }
        return aliases.get(0);
    }

    private static void requirePicture(MatchedSeal matched, Setting setting) throws IOException {
        if (setting.picture() != null
                && !Arrays.equals(Files.readAllBytes(setting.picture()), matched.structure().info().picture().data())) {
            throw new BrokenSeal("picture", "印模图像 " + setting.picture() + " 与印章文件 " + setting.sealOrBeside() + " 中的图像不同", null);
        }
    }
}
