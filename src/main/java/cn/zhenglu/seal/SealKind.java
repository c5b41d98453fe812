package cn.zhenglu.seal;

import cn.zhenglu.licence.TryLater;
import org.springframework.boot.context.properties.bind.Binder;

/** One way to keep seals, {@code zhenglu.seals.<name>.kind}. */
interface SealKind {

    /**
     * Opens a seal and makes sure that key, certificate and seal belong together. The dates are not judged here. The settings are
     * bound for each opening and their secrets cleared after it, so that none stays in memory longer than it is needed.
     *
     * @throws BrokenSeal when a setting, a file or an answer is wrong
     * @throws TryLater   when a service or a device does not answer
     */
    OpenSeal open(String name, Binder settings);
}
