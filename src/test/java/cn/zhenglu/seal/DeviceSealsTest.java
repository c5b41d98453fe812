package cn.zhenglu.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.zhenglu.licence.TryLater;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong with the settings of a device. */
class DeviceSealsTest {

    @TempDir
    private static Path folder;
    private static SealBench bench;

    private final DeviceSeals devices = new DeviceSeals();
    private final Map<String, String> settings = new HashMap<>();

    @BeforeAll
    static void seals() {
        bench = new SealBench(folder);
    }

    @BeforeEach
    void goodSettings() {
        FileSeals.Setting files = bench.setting("fuzhou");
        settings.put("provider", TestDevice.class.getName());
        settings.put("configuration", files.keystore() + "|" + new String(files.password()) + "|DER");
        settings.put("password", TestDevice.PIN);
        settings.put("seal", files.seal().toString());
    }

    @Test
    void opens_with_good_settings() {
        assertThat(open().seal().title()).contains("(01)");
    }

    @Test
    void a_wrong_pin_is_tried_once_because_a_device_locks_itself() {
        settings.put("password", "000000");
        TestDevice.WRONG_PINS.set(0);
        for (int i = 0; i < 5; i++) {
            refused("password").withMessageContaining("口令（PIN）不正确").withMessageNotContaining("000000");
        }
        assertThat(TestDevice.WRONG_PINS).hasValue(1);
    }

    @Test
    void each_wrong_setting_is_told_by_its_name() {
        settings.put("alias", "no-such-key");
        refused("alias").withMessageContaining("no-such-key").withMessageContaining("seal-key");
        settings.remove("alias");
        settings.put("library", folder.resolve("none.jar").toString());
        settings.put("provider", "com.vendor.NoSuchProvider");
        refused("library").withMessageContaining("none.jar 不存在");
        settings.remove("library");
        refused("provider").withMessageContaining("com.vendor.NoSuchProvider");
        settings.put("provider", String.class.getName());
        refused("provider").withMessageContaining("不是可用的 JCA 提供者");
    }

    @Test
    void the_seal_of_another_key_is_refused() {
        settings.put("seal", bench.setting("xiamen").seal().toString());
        refused("seal").withMessageContaining("两者不是一套");
    }

    @Test
    void an_algorithm_that_the_provider_has_not_is_told() {
        settings.put("algorithm", "SM9");
        refused("algorithm").withMessageContaining("SM9");
    }

    @Test
    void a_device_that_is_not_there_is_waited_for() {
        settings.put("configuration", folder.resolve("unplugged") + "|x|DER");
        assertThatExceptionOfType(TryLater.class).isThrownBy(this::open).withMessageContaining("密码设备无法打开");
    }

    private OpenSeal open() {
        Map<String, String> properties = new HashMap<>();
        settings.forEach((key, value) -> properties.put("zhenglu.seals.fuzhou." + key, value));
        return devices.open("fuzhou", SealBench.binder(properties));
    }

    private ThrowableAssertAlternative<BrokenSeal> refused(String setting) {
        return assertThatExceptionOfType(BrokenSeal.class).isThrownBy(this::open)
                .satisfies(broken -> assertThat(broken.setting()).isEqualTo(setting));
    }
}
