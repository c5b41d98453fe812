package cn.zhenglu.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder that holds documents and journal: can it be written, and is there room. */
final class DataFolderCheck implements Check {

    private static final long GIB = 1L << 30;
    /** Some ten thousand licences with their journal. */
    private static final long ROOM_BYTES = 2 * GIB;

    private final Path folder;

    DataFolderCheck(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<Finding> look() throws IOException {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            return List.of(Finding.error(there + " 不是目录，或没有写入权限", "请为运行本服务的用户授予该目录的写入权限，或修改 zhenglu.data-dir"));
        }
        long free = Files.getFileStore(there).getUsableSpace();
        String state = folder + (there.equals(folder.toAbsolutePath().normalize()) ? "" : "（首次启动时建立）")
                + "，可写，剩余空间 " + free / GIB + " GB";
        return List.of(free < ROOM_BYTES ? Finding.warning(state, "请清理磁盘或改用更大的磁盘") : Finding.ok(state));
    }
}
