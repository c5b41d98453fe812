package cn.zhenglu.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreSpi;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.util.BigIntegers;

/**
 * A cryptographic device with the JCA provider of its vendor, for tests: SoftHSM2 and SunPKCS11 know no SM2. The key cannot be taken
 * out; without the right PIN the device stays shut; it is gone while its file is gone.
 */
public final class TestDevice extends Provider {

    static final String PIN = "246810";
    static final AtomicInteger WRONG_PINS = new AtomicInteger();
    private static final String ALIAS = "seal-key";
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final transient char[] password;
    private final transient boolean raw;

    /** As the vendor's documentation says: to be configured. */
    public TestDevice() {
        this(null, null, false);
    }

    private TestDevice(Path file, char[] password, boolean raw) {
        super("TestDevice", "1.0", "a device for tests");
        this.file = file;
        this.password = password;
        this.raw = raw;
        putService(new Service(this, "KeyStore", "PKCS11", DeviceKeyStore.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
                return new DeviceKeyStore();
            }
        });
        putService(new Service(this, "Signature", "SM3withSM2", DeviceSignature.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
                return new DeviceSignature();
            }
        });
    }

    /** @param configuration {@code keystore|password|DER or RAW} */
    @Override
    public Provider configure(String configuration) {
        String[] parts = configuration.split("\\|");
        return new TestDevice(Path.of(parts[0]), parts[1].toCharArray(), parts[2].equals("RAW"));
    }

    private KeyStore inside() {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore keystore = KeyStore.getInstance("PKCS12", BouncyCastle.PROVIDER);
            keystore.load(in, password);
            return keystore;
        } catch (IOException | GeneralSecurityException e) {
            throw new ProviderException("CKR_DEVICE_REMOVED", e);
        }
    }

    private static final class DeviceKey implements PrivateKey {

        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "SM2";
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }

    private final class DeviceSignature extends SignatureSpi {

        private Signature real;

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            if (!(key instanceof DeviceKey)) {
                throw new InvalidKeyException("not a key of this device");
            }
            try {
                KeyStore keystore = inside();
                real = Signature.getInstance("SM3withSM2", BouncyCastle.PROVIDER);
                real.initSign((PrivateKey) keystore.getKey(keystore.aliases().nextElement(), password));
            } catch (GeneralSecurityException e) {
                throw new ProviderException(e);
            }
        }

        @Override
        protected void engineUpdate(byte one) throws SignatureException {
            real.update(one);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
            real.update(bytes, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            byte[] der = real.sign();
            if (!raw) {
                return der;
            }
            ASN1Sequence numbers = ASN1Sequence.getInstance(der);
            byte[] both = new byte[64];
            for (int i = 0; i < 2; i++) {
                BigInteger number = ASN1Integer.getInstance(numbers.getObjectAt(i)).getValue();
                System.arraycopy(BigIntegers.asUnsignedByteArray(32, number), 0, both, 32 * i, 32);
            }
            return both;
        }

        @Override
        protected void engineInitVerify(PublicKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }

    private final class DeviceKeyStore extends KeyStoreSpi {

        @Override
        public void engineLoad(InputStream none, char[] pin) throws IOException {
            if (!PIN.equals(new String(pin))) {
                WRONG_PINS.incrementAndGet();
                throw new IOException("CKR_PIN_INCORRECT", new UnrecoverableKeyException());
            }
            inside();
        }

        @Override
        public Key engineGetKey(String alias, char[] pin) {
            return new DeviceKey();
        }

        @Override
        public Certificate engineGetCertificate(String alias) {
            try {
                KeyStore keystore = inside();
                return keystore.getCertificate(keystore.aliases().nextElement());
            } catch (GeneralSecurityException e) {
                throw new ProviderException(e);
            }
        }

        @Override
        public Certificate[] engineGetCertificateChain(String alias) {
            return new Certificate[] {engineGetCertificate(alias)};
        }

        @Override
        public Enumeration<String> engineAliases() {
            return Collections.enumeration(List.of(ALIAS));
        }

        @Override
        public boolean engineContainsAlias(String alias) {
            return ALIAS.equals(alias);
        }

        @Override
        public int engineSize() {
            return 1;
        }

        @Override
        public boolean engineIsKeyEntry(String alias) {
            return ALIAS.equals(alias);
        }

        @Override
        public boolean engineIsCertificateEntry(String alias) {
            return false;
        }

        @Override
        public Date engineGetCreationDate(String alias) {
            return null;
        }

        @Override
        public String engineGetCertificateAlias(Certificate certificate) {
            return ALIAS;
        }

        @Override
        public void engineSetKeyEntry(String alias, Key key, char[] pin, Certificate[] chain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetCertificateEntry(String alias, Certificate certificate) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineDeleteEntry(String alias) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineStore(OutputStream out, char[] pin) {
            throw new UnsupportedOperationException();
        }
    }
}
