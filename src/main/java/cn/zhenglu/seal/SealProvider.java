package cn.zhenglu.seal;

import cn.zhenglu.licence.TryLater;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Where seals and their keys live: a file, a city's seal service, a device. A document never leaves the house for it,
 * only the digest of its Signature.xml.
 */
public interface SealProvider {

    /** The names of the seals it has, as under {@code zhenglu.seals}. */
    Set<String> names();

    /**
     * What may be shown of a seal, valid or not.
     *
     * @return empty when there is none of this name
     * @throws TryLater when a service does not answer
     */
    Optional<Seal> seal(String name);

    /**
     * Signs with a seal, whatever its dates: the caller has looked at them.
     *
     * @param name         of a seal that {@link #seal} knows
     * @param digest       SM3 of Signature.xml, 32 bytes
     * @param propertyInfo path of Signature.xml within the package
     * @param time         of signing; whole seconds are kept
     * @return {@code SES_Signature} of GB/T 38540-2020, DER
     * @throws TryLater when a service or a device does not answer
     */
    byte[] sign(String name, byte[] digest, String propertyInfo, Instant time);
}
