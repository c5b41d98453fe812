package cn.zhenglu.seal;

import cn.zhenglu.licence.Department;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What sealing needs of the settings.
 *
 * @param seals       by name
 * @param departments which department seals with which
 */
@ConfigurationProperties("zhenglu")
record SealSettings(@DefaultValue Map<String, SealSetting> seals, @DefaultValue List<Department> departments) {

    /**
     * One seal, {@code zhenglu.seals.<name>}.
     *
     * @param kind     {@code file}
     * @param keystore PKCS#12 file with the SM2 key and its certificate
     * @param password of the keystore; cleared once the keystore is read
     * @param seal     the seal maker's file ({@code SESeal}, DER); default: beside the keystore, ending in {@code .esl}
     * @param picture  the seal's picture, to be checked against the one in the seal; or {@code null}
     */
    record SealSetting(String kind, Path keystore, char[] password, Path seal, Path picture) {

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
            return "SealSetting[" + kind + ", " + keystore + ']';
        }
    }
}
