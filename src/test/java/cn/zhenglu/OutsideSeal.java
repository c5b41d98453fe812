package cn.zhenglu;

import cn.zhenglu.demo.DemoSeals;
import cn.zhenglu.licence.Department;
import cn.zhenglu.seal.SealServiceStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A seal service outside of the servers that has the key of one of the demo's seals, and how they are told of it. */
final class OutsideSeal {

    private static final String NAME = "fuzhou";

    private OutsideSeal() {
    }

    /**
     * Makes the demo's seals, which its servers then find, and starts the service.
     *
     * @param data the servers' data folder
     */
    static SealServiceStandIn start(Path data) throws IOException {
        Path seals = data.resolve("demo/seals");
        DemoSeals.prepare(seals, data.resolve("trust"), Path.of("config/templates/c0292/fonts/NotoSerifSC-Regular.ttf"), departments());
        return SealServiceStandIn.ofDemo(seals, NAME);
    }

    /** The arguments of a server that uses it. */
    static List<String> settings(SealServiceStandIn service) {
        String prefix = "--zhenglu.seals." + NAME + '.';
        return List.of(prefix + "kind=http", prefix + "url=" + service.address(), prefix + "id=" + SealServiceStandIn.ID, prefix + "token=" + SealServiceStandIn.TOKEN);
    }

    private static List<Department> departments() throws IOException {
        return new YAMLMapper().readTree(Files.readString(Path.of("config/application.yaml"))).at("/zhenglu/departments").valueStream()
                .map(each -> new Department(each.get("id").asString(), each.get("citynum").asString(), each.get("name").asString(),
                        each.get("seal").asString())).toList();
    }
}
