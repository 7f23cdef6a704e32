export default function Home() {
  return <p>The app</p>
}
