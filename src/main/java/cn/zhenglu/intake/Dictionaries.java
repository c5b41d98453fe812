package cn.zhenglu.intake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import cn.zhenglu.licence.NeedsPerson;

/** The tables of {@code config/dictionaries/} that mapping files refer to by name, each read when it is first asked for. */
final class Dictionaries {

    private static final Pattern NAME = Pattern.compile("[\\p{IsHan}\\w-]+");

    private final Path folder;
    private Districts districts;

    Dictionaries(Path folder) {
        this.folder = folder;
    }

    /**
     * The table {@code <name>.yaml}: source value → target value.
     *
     * @throws IllegalArgumentException with a Chinese message when there is none of this name
     * @throws NeedsPerson              {@code configuration.invalid}
     */
    Map<String, String> named(String name) {
        Path file = folder.resolve(name + ".yaml");
        if (!NAME.matcher(name).matches() || !Files.isRegularFile(file)) {
            throw new IllegalArgumentException("dictionary-file 指定的对照表「" + file + "」不存在");
        }
        return ConfigurationFile.read(file, Table.class);
    }

    /** The 行政区划 of {@code districts.yaml}. */
    Districts districts() {
        if (districts == null) {
            districts = new Districts(named("districts"));
        }
        return districts;
    }

    /** So that Jackson knows the types of keys and values. */
    private static final class Table extends LinkedHashMap<String, String> {
        private static final long serialVersionUID = 1L;
    }
}
