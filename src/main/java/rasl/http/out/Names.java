package rasl.http.out;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of hosts. */
@FunctionalInterface
public interface Names {
  /**
   * All addresses of a host, at least one.
   *
   * @throws UnknownHostException where there is none, or no answer in time
   */
  List<InetAddress> addresses(String host) throws UnknownHostException;
}
