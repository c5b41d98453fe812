package cn.zhenglu;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Something that is to happen at a place within the program, told to Byteman, whose agent a server runs with. */
final class Injection {

    private final Path script;

    /** @param folder for its script, of its own */
    Injection(Path folder) {
        script = folder.resolve("injection.btm");
    }

    /** The option of Java that makes a server heed it. */
    String agent() {
        String jar = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.matches(".*/byteman-[0-9.]+[.]jar")).findFirst().orElseThrow();
        return "-javaagent:" + jar + "=script:" + script;
    }

    /**
     * From the next start on {@link KillOnce} is called.
     *
     * @param of     the class's full name
     * @param method its name, with full types where there are several
     * @param place  within it, as {@code AT ENTRY}
     */
    void kill(String of, String method, String place, String point, int exchange) throws IOException {
        at(of, method, "HELPER " + KillOnce.class.getName() + "\n" + place, "true", "at(\"" + point + "\", " + exchange + ")");
    }

    /** From the next start on, likewise; condition and action are in Byteman's language. */
    void at(String of, String method, String place, String condition, String action) throws IOException {
        Files.writeString(script, """
                RULE injection
                CLASS %s
                METHOD %s
                %s
                IF %s
                DO %s
                ENDRULE
                """.formatted(of, method, place, condition, action));
    }
}
