package cn.zhenglu.doctor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.springframework.util.FileSystemUtils;

/** What the broker of a server that does not run has written down. A broker of our own reads a copy of it, so that nothing changes. */
final class EmbeddedJournal {

    private final Path folder;

    /** Its cause says why. */
    static final class Unreadable extends Exception {

        private Unreadable(Exception cause) {
            super(cause);
        }
    }

    EmbeddedJournal(Path dataFolder) {
        this.folder = dataFolder.resolve("broker");
    }

    /**
     * As {@link Queues#named}; no queues where there has never been a broker.
     *
     * @return empty while a server is writing it
     * @throws Unreadable when it, or a copy of it, is not to be had
     */
    Optional<Map<String, List<Optional<String>>>> named() throws Unreadable {
        Path owner = folder.resolve("journal/serverlock.1"); // Artemis locks it as long as it runs
        if (Files.notExists(owner)) {
            return Optional.of(Map.of());
        }
        try {
            Path copy = Files.createTempDirectory("zhenglu-journal");
            try {
                return copied(owner, copy) ? Optional.of(read(copy)) : Optional.empty();
            } finally {
                FileSystemUtils.deleteRecursively(copy);
            }
        } catch (Exception e) { // Artemis declares no narrower one
            throw new Unreadable(e);
        }
    }

    /** No server starts meanwhile: it would wait. */
    private boolean copied(Path owner, Path copy) throws IOException {
        try (FileChannel channel = FileChannel.open(owner, StandardOpenOption.WRITE); FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return false;
            }
            FileSystemUtils.copyRecursively(folder, copy);
            return true;
        } catch (OverlappingFileLockException e) {
            return false; // a server in this process
        }
    }

    private static Map<String, List<Optional<String>>> read(Path copy) throws Exception {
        Configuration configuration = new ConfigurationImpl().setPersistenceEnabled(true).setSecurityEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(copy.resolve("journal").toString()).setBindingsDirectory(copy.resolve("bindings").toString())
                .setLargeMessagesDirectory(copy.resolve("large").toString()).setPagingDirectory(copy.resolve("paging").toString());
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration);
        Map<String, List<Optional<String>>> named = new LinkedHashMap<>();
        try {
            broker.start();
            if (!broker.getActiveMQServer().isActive()) { // what it could not read it has only logged
                throw new IOException("Artemis 未能载入其日志");
            }
            for (String name : Queues.ALL) {
                Queue queue = broker.getActiveMQServer().locateQueue(name);
                if (queue != null) {
                    named.put(name, named(queue));
                }
            }
        } finally {
            broker.stop();
        }
        return named;
    }

    /** Those that wait to be delivered once more included, which a client is not shown. */
    private static List<Optional<String>> named(Queue queue) {
        List<Optional<String>> named = new ArrayList<>();
        String name = queue.getName().toString();
        queue.getScheduledMessages().forEach(waiting -> Queues.note(name, waiting.getMessage().toCore(), named));
        try (LinkedListIterator<MessageReference> messages = queue.browserIterator()) {
            while (messages.hasNext()) {
                Queues.note(name, messages.next().getMessage().toCore(), named);
            }
        }
        return named;
    }
}
