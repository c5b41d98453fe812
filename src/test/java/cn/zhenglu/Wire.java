package cn.zhenglu;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between one server and something it uses. Cut, it passes nothing on, neither bytes nor the news that the other side is
 * gone, as a pulled cable does; mended, it goes on with what has waited.
 */
final class Wire implements AutoCloseable {

    private static final int CHUNK = 8192;
    /** Of connections that nobody has taken yet; when full, the system drops what asks for another. */
    private static final int BACKLOG = 50;
    private static final int UNANSWERED_MILLIS = 500;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object whole = new Object();
    private boolean cut; // guarded by whole

    /** @param target port on this machine */
    Wire(int target) throws IOException {
        this.target = target;
        listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void cut() {
        synchronized (whole) {
            cut = true;
        }
    }

    /** Cuts it so that not even the wish for a connection is answered. For good: mended, it would first pass on those that fill the line. */
    void pull() throws IOException {
        cut();
        try {
            for (int n = 0; n < 100; n++) {
                Socket filler = new Socket();
                open.add(filler);
                filler.connect(listener.getLocalSocketAddress(), UNANSWERED_MILLIS);
            }
        } catch (SocketTimeoutException unanswered) {
            return;
        }
        throw new IOException("connections are taken without end");
    }

    void mend() {
        synchronized (whole) {
            cut = false;
            whole.notifyAll();
        }
    }

    @Override
    public void close() throws IOException {
        mend();
        listener.close();
        open.forEach(Wire::drop);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                open.add(near);
                untilWhole();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(far);
                start(() -> pass(near, far));
                start(() -> pass(far, near));
            } catch (IOException refusedOrClosed) {
                // nobody there, or the end of the test
                open.forEach(Wire::drop);
            }
        }
    }

    private static void drop(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                untilWhole();
                out.write(chunk, 0, read);
            }
            untilWhole();
        } catch (IOException ended) {
            // one side has gone: closing both tells the other
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void untilWhole() throws IOException {
        synchronized (whole) {
            while (cut) {
                try {
                    whole.wait();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
    }
}
