"""The demo's identity service: invented persons and a proof that the page itself tells."""

from gongjian.accounts.demo import shown_people

PROOF = "246810"


class DemoIdentity:
    """Confirms the demo's invented persons alone; refused in production (`identity.provider`)."""

    label = "演示身份认证（虚构人员，不是真实的认证服务）"
    proof = "动态口令"
    demo = True

    def verify(self, *, name: str, id_number: str, proof: str) -> bool:
        known = {(person.name, person.id_number) for person in shown_people()}
        return proof == PROOF and (name, id_number) in known
