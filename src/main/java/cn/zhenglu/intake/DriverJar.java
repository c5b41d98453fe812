package cn.zhenglu.intake;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import cn.zhenglu.licence.NeedsPerson;

/**
 * A JDBC driver that an installation adds, e.g. for Oracle, 达梦 or 人大金仓: a jar of its own class loader, so that what it brings
 * along meets nothing of ours.
 */
public final class DriverJar {

    private DriverJar() {
    }

    /**
     * The driver in a jar. The jar stays open as long as the program runs.
     *
     * @param className of the driver; blank to take the one that the jar announces
     * @throws NeedsPerson {@code source.driver} when there is no such jar, or no driver in it
     */
    public static Driver load(Path jar, String className) {
        if (!Files.isRegularFile(jar)) {
            throw trouble(jar, "不存在", null);
        }
        ClassLoader loader = loader(jar);
        try {
            if (className == null || className.isBlank()) {
                return ServiceLoader.load(Driver.class, loader).findFirst()
                        .orElseThrow(() -> trouble(jar, "没有声明驱动类，请填写 driver-class", null));
            }
            return loader.loadClass(className.strip()).asSubclass(Driver.class).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError | ServiceConfigurationError e) {
            throw trouble(jar, "中没有可用的驱动类" + (className == null || className.isBlank() ? "" : " " + className.strip()), e);
        }
    }

    private static ClassLoader loader(Path jar) {
        try {
            return new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        } catch (MalformedURLException e) {
            throw trouble(jar, "的路径无法使用", e);
        }
    }

    private static NeedsPerson trouble(Path jar, String what, Throwable cause) {
        NeedsPerson trouble = new NeedsPerson("source.driver", "zhenglu.source.database.driver-jar", "数据库驱动文件「" + jar + "」" + what,
                "请从数据库厂商取得 JDBC 驱动，放入 config/，并核对 zhenglu.source.database 的 driver-jar 和 driver-class");
        trouble.initCause(cause);
        return trouble;
    }
}
